import { useMemo } from 'react';
import type { EnvironmentVariable } from '../../../testbench/contract.ts';
import { type Translate, useT } from '../i18n.ts';
import { useRequests } from '../state/requests.ts';

/** What is said of a variable where it is used. */
export interface VariableMeaning {
  known: boolean;
  /** `speed = 42`, or what is wrong. */
  text: string;
}

const ALWAYS = ['$timestamp', '$uuid', '$counter', '$randomInt'] as const;

/** What names mean with the environment that is chosen. */
export function useMeaning(): (name: string) => VariableMeaning {
  const t = useT();
  const { variables, chosen } = useRequests((state) => state.environments);
  return useMemo(() => {
    const byName = new Map(variables.map((variable) => [variable.name, variable]));
    return (name) => meaningOf(name, byName.get(name), chosen, t);
  }, [variables, chosen, t]);
}

function meaningOf(
  name: string,
  variable: EnvironmentVariable | undefined,
  chosen: string | null,
  t: Translate,
): VariableMeaning {
  const always = ALWAYS.find((each) => each === name);
  if (always) return { known: true, text: t(`variable.${always}`) };
  if (!variable) {
    return {
      known: false,
      text:
        chosen === null ? t('variable.noEnvironment', { name }) : t('variable.unknown', { name, environment: chosen }),
    };
  }
  if (variable.kind !== 'secret') return { known: true, text: `${name} = ${variable.value ?? ''}` };
  return variable.stored
    ? { known: true, text: t('variable.secret', { name }) }
    : { known: false, text: t('variable.secretMissing', { name }) };
}
