import { CarFront, Square } from 'lucide-react';
import { useState } from 'react';
import type { BenchError } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { useDevices } from '../../state/devices.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';

/** VSOA servers that the bench itself runs. */
export function MockList() {
  const t = useT();
  const mocks = useDevices((state) => state.mocks);
  const [error, setError] = useState<BenchError | null>(null);
  const stop = async (id: string) => {
    const result = await bench().stopMock({ id });
    setError(result.ok ? null : result.error);
  };
  if (mocks.length === 0) return null;
  return (
    <div className="mock-list">
      <h2 id="mocks-title">{t('mocks')}</h2>
      <ul aria-labelledby="mocks-title">
        {mocks.map((mock) => (
          <li key={mock.id} className="mock-row">
            <CarFront />
            <span className="mock-name">
              <span className="cut">{mock.name}</span>
              <span className="cut mono muted">
                {mock.url} · {t('mock.clients', { count: mock.clients })}
              </span>
            </span>
            <Button
              kind="quiet"
              icon={<Square />}
              aria-label={t('mock.stopNamed', { name: mock.name })}
              onClick={() => void stop(mock.id)}
            >
              {t('mock.stop')}
            </Button>
          </li>
        ))}
      </ul>
      {error && <ErrorNotice error={error} />}
    </div>
  );
}
