import { FlaskConical } from 'lucide-react';
import type { Device } from '../../../../testbench/contract.ts';
import { useT } from '../../i18n.ts';
import { Button } from '../../ui/button.tsx';
import { examples, startExample } from './act.ts';

const names = Object.keys(examples) as (keyof typeof examples)[];

/** What the demo vehicle has to try. */
export function Examples({ tab, device }: { tab: string; device: Device }) {
  const t = useT();
  return (
    <span className="stream-examples" role="group" aria-label={t('streams.examples')}>
      <FlaskConical aria-hidden />
      {names.map((name) => (
        <Button
          key={name}
          kind="quiet"
          disabled={device.state.name !== 'connected'}
          onClick={() => void startExample(tab, device.id, name)}
        >
          {t(`streams.example.${name}`)}
        </Button>
      ))}
    </span>
  );
}
