export const enOpenings = {
  'link.check': 'This address comes from a link. Connect only to a device that you know.',
  'link.leftOut.credentials':
    'The user name or password in the link was left out. Enter it yourself, where the device asks for one.',
  'link.leftOut.path': 'What stood behind the address in the link was left out.',
  'link.refused': 'The link {link} was not opened. {why}',
  'link.refused.length': 'It is far too long for an address.',
  'link.refused.characters': 'It has characters that an address does not have.',
  'link.refused.address': 'A link gives a server as vsoa://host:port.',
  'link.tooMany': 'More than {most} files and links at once: those beyond were not opened.',
} as const satisfies Record<string, string>;
