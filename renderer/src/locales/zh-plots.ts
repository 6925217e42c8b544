import type { enPlots } from './en-plots.ts';

export const zhPlots: Record<keyof typeof enPlots, string> = {
  'plots.noDevice': '连接设备后即可绘制其数值曲线。',
};
