import type { enDiagnosis } from './en-diagnosis.ts';

export const zhDiagnosis: Record<keyof typeof enDiagnosis, string> = {
  'keys.help': '帮助',
  'diagnosis.report': '报告问题…',
  'diagnosis.reportTitle': '报告问题',
  'diagnosis.showLogs': '显示日志文件夹',
  'diagnosis.restartSafely': '以安全模式重新启动…',
  'diagnosis.restartSafelySure': '以安全模式重新启动？',
  'diagnosis.restartSafelyWhat': '连接、模拟 ECU 和录制将结束。已保存的工作区、布局和设置不会被使用，并保持原样。',
  'diagnosis.restart': '重新启动',
  'diagnosis.safeMode': '安全模式。',
  'diagnosis.safeModeWhat': '启动时未使用已保存的工作区、布局和设置。它们保持原样；在此所做的更改不会被保存。',
  'diagnosis.leaveSafeMode': '退出安全模式',
  'diagnosis.page-crashed': '窗口于 {time} 崩溃并已重新加载。连接和流量未受影响。',
  'diagnosis.page-hung': '窗口停止响应，已于 {time} 重新加载。连接和流量未受影响。',
  'diagnosis.defect': '应用内部于 {time} 发生错误。所有内容已保存，应用继续运行；报告有助于修复问题。',
  'diagnosis.reportWhat':
    '以下就是文件的全部内容：版本、设置、数量、崩溃记录和日志末尾。不含密码和报文内容，也不会发送到任何地方。',
  'diagnosis.reportText': '报告内容',
  'diagnosis.names': '包含主机、设备和文件夹的名称',
  'diagnosis.save': '保存…',
  'diagnosis.saved': '报告已保存为 {name}',
  'diagnosis.failed': '无法生成报告。{message}',
};
