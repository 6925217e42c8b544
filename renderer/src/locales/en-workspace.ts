export const enWorkspace = {
  'error.NOT_A_WORKSPACE.title': 'Not a workspace',
  'error.NOT_A_WORKSPACE.why': 'The file holds no exported workspace, or one of a newer version.',
  'error.NOT_A_WORKSPACE.next': 'Choose a file that was exported here.',
  'error.FOLDER_NOT_EMPTY.title': 'Folder is not empty',
  'error.FOLDER_NOT_EMPTY.why': 'A workspace is unpacked only into an empty folder.',
  'error.FOLDER_NOT_EMPTY.next': 'Choose another folder, or make a new one.',
} as const satisfies Record<string, string>;
