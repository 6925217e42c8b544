export const enStart = {
  'demo.plot': 'Speed and power',
  tour: 'Guided tour',
  'tour.start': 'Take the tour',
  'tour.skip': 'Skip',
  'tour.next': 'Next',
  'tour.back': 'Back',
  'tour.done': 'Done',
  'tour.step': '{step} of {count}',
  'tour.devices.title': 'Connect to a device',
  'tour.devices.text':
    'Enter the URL of a VSOA server, or try the demo vehicle. Devices stay in the list, and reconnect when they were lost.',
  'tour.rail.title': 'Everything from the rail',
  'tour.rail.text':
    'One click, or {mod} and its number, brings a pane to the front. Below are your devices and their state.',
  'tour.panes.title': 'Listen and send',
  'tour.panes.text':
    'Subscriptions listen, RPC and Datagrams send, Streams move files, Plots draw numbers. Drag a tab to dock it elsewhere.',
  'tour.traffic.title': 'Every packet',
  'tour.traffic.text':
    'All that goes over the wire, as it comes. Filter it, record it, open captures of Wireshark here.',
  'tour.inspector.title': 'What is selected, in full',
  'tour.inspector.text':
    'Select a packet or a topic: its fields, its JSON and its bytes are here, each pointing at the others.',
  'tour.workspace.title': 'Your work is a folder',
  'tour.workspace.text':
    'What you make is saved as you make it, in a folder that git can hold. The sample workspace shows one that is filled.',
  'tour.menu.title': 'All the rest',
  'tour.menu.text': 'The menu and the command palette ({palette}) have every command, and this tour, too.',
} as const satisfies Record<string, string>;
