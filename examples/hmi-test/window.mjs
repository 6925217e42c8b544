// An empty window of Electron, as a browser for Playwright.
import { app, BrowserWindow } from 'electron';

// Electron is ready only when this file has run to its end.
app.on('ready', () => void new BrowserWindow({ show: false }).loadURL('about:blank'));
