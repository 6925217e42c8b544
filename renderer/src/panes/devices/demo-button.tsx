import { CarFront } from 'lucide-react';
import { useState } from 'react';
import type { BenchError } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { bringToLife } from '../../demo/bring-to-life.ts';
import { useT } from '../../i18n.ts';
import { useSelection } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';

/** Something real to look at, one click away. */
export function DemoButton({ kind = 'plain' }: { kind?: 'primary' | 'plain' | 'quiet' }) {
  const t = useT();
  const [starting, setStarting] = useState(false);
  const [error, setError] = useState<BenchError | null>(null);
  const start = async () => {
    setStarting(true);
    const result = await bench().startDemo({ name: t('devices.demoName') });
    setStarting(false);
    setError(result.ok ? null : result.error);
    if (!result.ok) return;
    useSelection.getState().selectDevice(result.value.id);
    void bringToLife(result.value.id, { plot: t('demo.plot') });
  };
  return (
    <>
      <Button kind={kind} icon={<CarFront />} disabled={starting} onClick={() => void start()}>
        {t('devices.tryDemo')}
      </Button>
      {error && <ErrorNotice error={error} />}
    </>
  );
}
