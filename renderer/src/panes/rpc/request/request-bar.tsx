import { Send, X } from 'lucide-react';
import type { FormEvent } from 'react';
import type { Device, RequestDraft } from '../../../../../testbench/contract.ts';
import { useKeysOf } from '../../../frame/bindings.ts';
import { useT } from '../../../i18n.ts';
import { isSendable } from '../../../payload/editor/check.ts';
import { cancel, editDraft, type Shown, send } from '../../../state/calls.ts';
import { Button } from '../../../ui/button.tsx';
import { keysText } from '../../../ui/key-hint.tsx';
import { DeviceSelect } from '../../device-select.tsx';
import { CallTarget } from './call-target.tsx';
import { NumberInput } from './number-input.tsx';
import { RepeatButton } from './repeat-button.tsx';

interface RequestBarProps {
  tab: string;
  draft: RequestDraft;
  device: Device | undefined;
  running: (Shown & { kind: 'running' }) | undefined;
}

export function RequestBar({ tab, draft, device, running }: RequestBarProps) {
  const t = useT();
  const keys = useKeysOf('rpc.send');
  const edit = (change: Partial<RequestDraft>) => editDraft(tab, change);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (device) void send(tab, device);
  };
  const wrong = !isSendable(draft.payload, device?.options.raw ?? false);
  return (
    <form className="bar toolbar rpc-bar" aria-label={t('rpc.form')} onSubmit={submit}>
      <DeviceSelect />
      <CallTarget deviceId={device?.id ?? null} method={draft.method} url={draft.url} onChange={edit} />
      <span className="timeout">
        <NumberInput
          label={t('rpc.timeout')}
          value={draft.timeoutMs / 1_000}
          least={0.001}
          most={3_600}
          onChange={(seconds) => edit({ timeoutMs: Math.round(seconds * 1_000) })}
        />
        <span className="muted" aria-hidden>
          s
        </span>
      </span>
      <RepeatButton value={draft.repeat} onChange={(repeat) => edit({ repeat })} />
      {running ? (
        <Button icon={<X />} onClick={() => cancel(tab)}>
          {t('cancel')}
        </Button>
      ) : (
        <Button
          type="submit"
          kind="primary"
          icon={<Send />}
          disabled={!device || draft.url.trim() === '' || wrong}
          title={wrong ? t('rpc.cannotSend') : keys && `${t('rpc.send')} (${keysText(keys)})`}
          aria-keyshortcuts={keys === 'Mod+Enter' ? 'Control+Enter' : undefined}
        >
          {t('rpc.send')}
        </Button>
      )}
    </form>
  );
}
