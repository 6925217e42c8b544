export const enDiagnosis = {
  'keys.help': 'Help',
  'diagnosis.report': 'Report a problem…',
  'diagnosis.reportTitle': 'Report a problem',
  'diagnosis.showLogs': 'Show log folder',
  'diagnosis.restartSafely': 'Restart in safe mode…',
  'diagnosis.restartSafelySure': 'Restart in safe mode?',
  'diagnosis.restartSafelyWhat':
    'Connections, mock ECUs and recordings end. The saved workspace, layout and settings are not used and stay as they are.',
  'diagnosis.restart': 'Restart',
  'diagnosis.safeMode': 'Safe mode.',
  'diagnosis.safeModeWhat':
    'Started without the saved workspace, layout and settings. They are untouched; what you do here is not saved.',
  'diagnosis.leaveSafeMode': 'Leave safe mode',
  'diagnosis.page-crashed': 'The window crashed at {time} and was loaded again. Connections and traffic went on.',
  'diagnosis.page-hung':
    'The window stopped answering and was loaded again at {time}. Connections and traffic went on.',
  'diagnosis.defect': 'An error inside the app at {time}. Everything was saved and goes on; a report helps to fix it.',
  'diagnosis.reportWhat':
    'This is all that will be in the file: versions, settings, counts, crashes and the end of the log. No passwords, no contents of packets. Nothing is sent anywhere.',
  'diagnosis.reportText': 'Contents of the report',
  'diagnosis.names': 'With names of hosts, devices and folders',
  'diagnosis.save': 'Save…',
  'diagnosis.saved': 'Report saved as {name}',
  'diagnosis.failed': 'The report could not be made. {message}',
};
