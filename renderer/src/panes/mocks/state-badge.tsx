import { Circle, CircleAlert, CirclePlay, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ScenarioEntry } from '../../../../testbench/contract.ts';
import { useT } from '../../i18n.ts';
import { Badge } from '../../ui/badge.tsx';

/** Whether a scenario runs, by a glyph; in words for who cannot see it. */
export function StateGlyph({ scenario }: { scenario: ScenarioEntry }) {
  const t = useT();
  const { tone, icon, key } = lookOf(scenario);
  return (
    <span role="img" aria-label={t(key)} title={t(key)}>
      <Badge tone={tone} icon={icon} />
    </span>
  );
}

export function StateBadge({ scenario }: { scenario: ScenarioEntry }) {
  const t = useT();
  const { tone, icon, key } = lookOf(scenario);
  return (
    <Badge tone={tone} icon={icon}>
      <strong>{t(key)}</strong>
    </Badge>
  );
}

function lookOf({ state, problems, error, stale }: ScenarioEntry) {
  if (state.name === 'starting')
    return { tone: 'control', icon: <LoaderCircle className="spin" />, key: 'mocks.state.starting' } as const;
  if (state.name === 'running') {
    return stale || state.error
      ? ({ tone: 'warning', icon: <TriangleAlert />, key: 'mocks.state.stale' } as const)
      : ({ tone: 'ok', icon: <CirclePlay />, key: 'mocks.state.running' } as const);
  }
  if (state.name === 'failed') return { tone: 'error', icon: <CircleAlert />, key: 'mocks.state.failed' } as const;
  if (error || problems.errors > 0) return { tone: 'error', icon: <CircleAlert />, key: 'mocks.state.broken' } as const;
  return { tone: 'muted', icon: <Circle />, key: 'mocks.state.stopped' } as const;
}
