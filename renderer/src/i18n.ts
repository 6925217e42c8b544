import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { useCallback } from 'react';
import { en, type Key } from './locales/en.ts';
import { zh } from './locales/zh.ts';
import { type Language, useSettings } from './state/settings.ts';

const catalogs: Record<Language, Record<Key, string>> = { en, zh };

/** lingui compiles the ICU text at run time into arrays, not into code, so the policy against eval holds. */
const i18ns = Object.fromEntries(
  Object.entries(catalogs).map(([locale, messages]) => {
    const i18n = setupI18n({ locale, messages: { [locale]: messages } });
    i18n.setMessagesCompiler(compileMessage);
    return [locale, i18n];
  }),
) as Record<Language, ReturnType<typeof setupI18n>>;

export type Values = Record<string, string | number>;
export type Translate = (key: Key, values?: Values) => string;

export function translate(language: Language, key: Key, values?: Values): string {
  return i18ns[language]._(key, values);
}

/** `t` for a component: renders it again when the language changes. */
export function useT(): Translate {
  const language = useSettings((settings) => settings.language);
  return useCallback<Translate>((key, values) => translate(language, key, values), [language]);
}
