// Loaded by `electron -r` before any app: says when its first field took a letter and was drawn with it, then ends the app.
const { app } = require('electron');

/** In the page: the first field there is, once it was drawn; it has the focus then. */
const FIELD_DRAWN = `new Promise((resolve) => {
  const look = () => {
    const field = document.querySelector('main input, body > input');
    if (!field || field.getBoundingClientRect().width === 0) return requestAnimationFrame(look);
    field.focus();
    requestAnimationFrame(() => resolve());
  };
  look();
})`;

const LETTER_DRAWN = `new Promise((resolve) => {
  const look = () => document.activeElement.value === 'a' ? requestAnimationFrame(() => resolve()) : requestAnimationFrame(look);
  look();
})`;

app.on('browser-window-created', (_event, window) => {
  const { webContents } = window;
  webContents.once('dom-ready', () => void measure());

  async function measure() {
    await webContents.executeJavaScript(FIELD_DRAWN);
    const drawn = Date.now();
    webContents.sendInputEvent({ type: 'char', keyCode: 'a' });
    await webContents.executeJavaScript(LETTER_DRAWN);
    const began = process.getCreationTime();
    console.log(JSON.stringify({ drawn: drawn - began, usable: Date.now() - began, shown: window.isVisible() }));
    app.exit(0);
  }
});
