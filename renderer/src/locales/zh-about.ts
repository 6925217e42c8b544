import type { enAbout } from './en-about.ts';

export const zhAbout: Record<keyof typeof enAbout, string> = {
  about: '关于 VSOA Testbench',
  'about.what': '车载 SOA 协议 VSOA 的检查与测试工具。Apache-2.0。',
  'about.version': '版本',
  'about.electron': 'Electron',
  'about.chromium': 'Chromium',
  'about.node': 'Node.js',
  'about.system': '系统',
  'about.copy': '复制版本信息',
  'about.licences': '许可证',
  'about.search': '搜索软件包和许可证',
  'about.shown': '本应用包含 {count} 个软件包',
  'about.none': '没有匹配的软件包',
  'about.runtime': 'Electron 与 Chromium 的许可证…',
  'about.runtimeMissing': '此运行时旁没有 Electron 和 Chromium 的许可证文件：LICENSES.chromium.html',
};
