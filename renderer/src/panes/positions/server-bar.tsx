import { Circle, CirclePlay, Copy, Play, Square } from 'lucide-react';
import { useState } from 'react';
import type { PositionsStatus } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { copyText } from '../../copy.ts';
import { useT } from '../../i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { NumberInput } from '../rpc/request/number-input.tsx';
import { done, startPositions, stopPositions } from './act.ts';

/** Where the server listens, and whether it does. */
export function ServerBar({ status }: { status: PositionsStatus }) {
  const t = useT();
  const { host, port, autostart, running } = status;
  const [typed, setTyped] = useState<string | null>(null);
  const takeHost = () => {
    if (typed !== null && typed.trim() !== '' && typed.trim() !== host)
      void done(bench().editPositions({ host: typed.trim() }));
    setTyped(null);
  };
  return (
    <div className="bar toolbar positions-bar" role="toolbar" aria-label={t('positions.server')}>
      <Badge tone={running === null ? 'muted' : 'ok'} icon={running === null ? <Circle /> : <CirclePlay />}>
        <span className="cut">
          {running === null ? t('positions.stopped') : t('positions.running', { address: running })}
        </span>
      </Badge>
      {running !== null && (
        <IconButton icon={<Copy />} label={t('positions.copyAddress')} onClick={() => void copyText(running)} />
      )}
      <span className="grow" />
      <label className="check">
        <input
          type="checkbox"
          checked={autostart}
          onChange={(event) => void done(bench().editPositions({ autostart: event.target.checked }))}
        />
        {t('positions.autostart')}
      </label>
      <input
        className="input mono positions-host"
        aria-label={t('positions.host')}
        title={t('positions.host')}
        spellCheck={false}
        value={typed ?? host}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={takeHost}
        onKeyDown={(event) => event.key === 'Enter' && takeHost()}
      />
      <span className="positions-port" title={t('positions.portHint')}>
        <NumberInput
          label={t('positions.port')}
          value={port}
          least={0}
          most={65_535}
          whole
          onChange={(next) => void done(bench().editPositions({ port: next }))}
        />
      </span>
      <Button
        kind={running === null ? 'primary' : 'plain'}
        icon={running === null ? <Play /> : <Square />}
        onClick={running === null ? startPositions : stopPositions}
      >
        {t(running === null ? 'positions.start' : 'positions.stop')}
      </Button>
    </div>
  );
}
