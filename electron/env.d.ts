/// <reference types="vite-plugin-electron/electron-env" />
/// <reference types="vite/types/importMeta.d.ts" />
