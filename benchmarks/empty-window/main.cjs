const { app, BrowserWindow } = require('electron');

void app.whenReady().then(() => new BrowserWindow({ width: 1440, height: 900 }).loadFile('page.html'));
