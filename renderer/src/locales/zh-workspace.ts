import type { enWorkspace } from './en-workspace.ts';

export const zhWorkspace: Record<keyof typeof enWorkspace, string> = {
  'error.NOT_A_WORKSPACE.title': '不是工作区文件',
  'error.NOT_A_WORKSPACE.why': '该文件不是导出的工作区，或由更新的版本导出。',
  'error.NOT_A_WORKSPACE.next': '请选择由本工具导出的文件。',
  'error.FOLDER_NOT_EMPTY.title': '文件夹不为空',
  'error.FOLDER_NOT_EMPTY.why': '工作区只能解包到空文件夹。',
  'error.FOLDER_NOT_EMPTY.next': '请选择其他文件夹或新建一个。',
  'workspace.menu': '工作区：{name}',
  'workspace.own': '我的工作区',
  'workspace.open': '打开文件夹…',
  'workspace.import': '从文件导入…',
  'workspace.export': '导出到文件…',
  'workspace.recent': '再次打开',
  'workspace.exported': '已导出到 {name}：{count, plural, other {# 个文件}}',
  'workspace.failed': '工作区保持不变。{message}',
};
