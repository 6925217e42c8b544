import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Theme = 'system' | 'light' | 'dark';
export type Language = 'en' | 'zh';

interface Settings {
  theme: Theme;
  language: Language;
  /** Null: by the width of the window. */
  railOpen: boolean | null;
  setTheme: (theme: Theme) => void;
  setLanguage: (language: Language) => void;
  setRailOpen: (open: boolean) => void;
}

/** Kept in the window's local storage, so that what was open is there when it opens again. */
export const useSettings = create<Settings>()(
  persist(
    (set) => ({
      theme: 'system',
      language: navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en',
      railOpen: null,
      setTheme: (theme) => set({ theme }),
      setLanguage: (language) => set({ language }),
      setRailOpen: (railOpen) => set({ railOpen }),
    }),
    { name: 'settings', version: 1 },
  ),
);

/** Writes theme and language to the document, now and whenever they, or the system's theme, change. */
export function applySettings(): void {
  const systemDark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme, language } = useSettings.getState();
    const dark = theme === 'dark' || (theme === 'system' && systemDark.matches);
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  };
  apply();
  useSettings.subscribe(apply);
  systemDark.addEventListener('change', apply);
}
