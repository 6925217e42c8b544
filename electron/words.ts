/** What the dialogs of the system say; all other words are the page's. */
export interface NativeWords {
  open: string;
  cancel: string;
  openLink: (host: string) => string;
  openLinkWhat: string;
  crashed: string;
  crashedWhat: string;
  report: string;
  restart: string;
  restartSafely: string;
  quit: string;
  notStarted: string;
  notStartedWhat: string;
}

const en: NativeWords = {
  open: 'Open in browser',
  cancel: 'Cancel',
  openLink: (host) => `Open ${host} in the browser?`,
  openLinkWhat: 'The link leads out of VSOA Testbench, to this address:',
  crashed: 'The window crashed three times within a minute',
  crashedWhat:
    'It is not loaded again by itself. Connections, mock ECUs and recordings go on as long as this dialog is open. Safe mode starts without the saved workspace, layout and settings; nothing of them is deleted.',
  report: 'Save report…',
  restart: 'Restart',
  restartSafely: 'Restart in safe mode',
  quit: 'Quit',
  notStarted: 'VSOA Testbench could not start',
  notStartedWhat: 'Safe mode starts without the saved workspace, layout and settings; nothing of them is deleted.',
};

const zh: NativeWords = {
  open: '在浏览器中打开',
  cancel: '取消',
  openLink: (host) => `在浏览器中打开 ${host}？`,
  openLinkWhat: '该链接将离开 VSOA Testbench，前往以下地址：',
  crashed: '窗口在一分钟内崩溃了三次',
  crashedWhat:
    '不再自动重新加载。在此对话框打开期间，连接、模拟 ECU 和录制都会继续。安全模式启动时不使用已保存的工作区、布局和设置，也不会删除它们。',
  report: '保存报告…',
  restart: '重新启动',
  restartSafely: '以安全模式重新启动',
  quit: '退出',
  notStarted: 'VSOA Testbench 无法启动',
  notStartedWhat: '安全模式启动时不使用已保存的工作区、布局和设置，也不会删除它们。',
};

export type NativeLanguage = 'en' | 'zh';

export const nativeWords = (language: NativeLanguage): NativeWords => (language === 'zh' ? zh : en);

/** Of a locale of the system. */
export const nativeLanguage = (locale: string): NativeLanguage => (locale.toLowerCase().startsWith('zh') ? 'zh' : 'en');
