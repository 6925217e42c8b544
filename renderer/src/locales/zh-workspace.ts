import type { enWorkspace } from './en-workspace.ts';

export const zhWorkspace: Record<keyof typeof enWorkspace, string> = {
  'error.NOT_A_WORKSPACE.title': '不是工作区文件',
  'error.NOT_A_WORKSPACE.why': '该文件不是导出的工作区，或由更新的版本导出。',
  'error.NOT_A_WORKSPACE.next': '请选择由本工具导出的文件。',
  'error.FOLDER_NOT_EMPTY.title': '文件夹不为空',
  'error.FOLDER_NOT_EMPTY.why': '工作区只能解包到空文件夹。',
  'error.FOLDER_NOT_EMPTY.next': '请选择其他文件夹或新建一个。',
};
