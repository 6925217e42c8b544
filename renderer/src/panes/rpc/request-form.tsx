import { CircleAlert, CircleCheck, Send, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Device } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { parseHex } from '../../format/hex.ts';
import { bytes as size } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { CodeView } from '../../payload/code-view.tsx';
import { type Call, send, useCalls } from '../../state/calls.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { DeviceSelect } from '../device-select.tsx';
import { UrlInput } from './url-input.tsx';

interface RequestProps {
  device: Device | undefined;
  /** The call that runs, where one does. */
  running: Call | undefined;
}

export function RequestBar({ device, running }: RequestProps) {
  const t = useT();
  const { draft, edit } = useCalls();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    trySend(device, running);
  };
  return (
    <form className="bar toolbar rpc-bar" aria-label={t('rpc.form')} onSubmit={submit}>
      <DeviceSelect />
      <Segmented
        label={t('rpc.method')}
        value={draft.method}
        options={[
          { value: 'GET', label: 'GET' },
          { value: 'SET', label: 'SET' },
        ]}
        onChange={(method) => edit({ method })}
      />
      <UrlInput deviceId={device?.id ?? null} value={draft.url} onChange={(url) => edit({ url })} />
      <TimeoutInput timeoutMs={draft.timeoutMs} onChange={(timeoutMs) => edit({ timeoutMs })} />
      {running ? (
        <Button icon={<X />} onClick={() => void bench().cancelCall({ callId: running.id })}>
          {t('cancel')}
        </Button>
      ) : (
        <Button
          type="submit"
          kind="primary"
          icon={<Send />}
          disabled={!device || draft.url.trim() === ''}
          aria-keyshortcuts="Control+Enter"
        >
          {t('rpc.send')}
        </Button>
      )}
    </form>
  );
}

function TimeoutInput({ timeoutMs, onChange }: { timeoutMs: number; onChange: (ms: number) => void }) {
  const t = useT();
  const [text, setText] = useState(String(timeoutMs / 1_000));
  const seconds = Number(text);
  const valid = seconds >= 0.001 && seconds <= 3_600;
  const shown = valid && seconds * 1_000 !== timeoutMs ? String(timeoutMs / 1_000) : text;
  return (
    <span className="timeout">
      <input
        className="input number"
        aria-label={t('rpc.timeout')}
        title={t('rpc.timeout')}
        inputMode="decimal"
        value={shown}
        aria-invalid={!valid}
        onChange={(event) => {
          setText(event.target.value);
          const next = Number(event.target.value);
          if (next >= 0.001 && next <= 3_600) onChange(next * 1_000);
        }}
      />
      <span className="muted" aria-hidden>
        s
      </span>
    </span>
  );
}

export function RequestBody() {
  const t = useT();
  const { draft, edit } = useCalls();
  const [tab, setTab] = useState('param');
  const data = parseHex(draft.data);
  return (
    <div className="rpc-request">
      <Tabs
        label={t('rpc.request')}
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: 'param',
            label: (
              <>
                {t('param')} <ParamCheck text={draft.param} />
              </>
            ),
            content: (
              <CodeView
                label={t('param')}
                language="json"
                text={draft.param}
                placeholder={t('rpc.paramHint')}
                onChange={(param) => edit({ param })}
              />
            ),
          },
          {
            id: 'data',
            label: (
              <>
                {t('data')}{' '}
                <span className="muted">{data === null ? <Wrong text={t('rpc.notHex')} /> : size(data.length)}</span>
              </>
            ),
            content: (
              <CodeView
                label={t('data')}
                language="plain"
                text={draft.data}
                placeholder={t('rpc.dataHint')}
                onChange={(next) => edit({ data: next })}
              />
            ),
          },
        ]}
      />
      <div className="rpc-keys muted">
        <KeyHint keys="Mod+Enter" /> {t('rpc.sendHint')}
      </div>
    </div>
  );
}

/** Says as one types whether the param is JSON; what is not is not sent. */
function ParamCheck({ text }: { text: string }) {
  const t = useT();
  if (text.trim() === '') return <span className="muted">{t('rpc.noParam')}</span>;
  return isJson(text) ? (
    <Badge tone="ok" icon={<CircleCheck />}>
      JSON
    </Badge>
  ) : (
    <Wrong text={t('rpc.notJson')} />
  );
}

function Wrong({ text }: { text: string }) {
  return (
    <Badge tone="error" icon={<CircleAlert />}>
      {text}
    </Badge>
  );
}

/** Sends what is drafted, where that can be sent. */
export function trySend(device: Device | undefined, running: Call | undefined): void {
  const { draft } = useCalls.getState();
  if (!device || running || draft.url.trim() === '' || parseHex(draft.data) === null) return;
  void send(device);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
