import { History, Play, Send, TriangleAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Device } from '../../../../../testbench/contract.ts';
import { bytes, exact } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { DeviceSelect } from '../../device-select.tsx';
import { DatagramUrl } from './datagram-url.tsx';
import { SentHistory } from './sent-history.tsx';
import type { Sending } from './use-sending.ts';
import { usePacketSize } from './use-size.ts';

interface SendBarProps {
  device: Device | undefined;
  sending: Sending;
}

export function SendBar({ device, sending }: SendBarProps) {
  const t = useT();
  const { draft, edit, ready, send } = sending;
  const once = draft.mode === 'once';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  return (
    <form className="bar toolbar datagrams-bar" aria-label={t('datagrams.form')} onSubmit={submit}>
      <DeviceSelect />
      <Segmented
        label={t('datagrams.channel')}
        value={draft.quick ? 'quick' : 'normal'}
        options={[
          { value: 'normal', label: t('datagrams.normal') },
          { value: 'quick', label: t('datagrams.quick') },
        ]}
        onChange={(channel) => edit({ quick: channel === 'quick' })}
      />
      {draft.mode === 'file' ? (
        <span className="grow muted cut">{t('datagrams.listSays')}</span>
      ) : (
        <DatagramUrl deviceId={device?.id ?? null} value={draft.url} onChange={(url) => edit({ url })} />
      )}
      <Room device={device} sending={sending} />
      <HistoryButton device={device} sending={sending} />
      <Button
        type="submit"
        kind="primary"
        icon={once ? <Send /> : <Play />}
        disabled={!ready}
        aria-keyshortcuts="Control+Enter"
      >
        {t(once ? 'datagrams.send' : 'datagrams.start')}
      </Button>
    </form>
  );
}

/** How much of the packet is used, or why there is no quick channel. */
function Room({ device, sending: { draft } }: SendBarProps) {
  const t = useT();
  const measured = usePacketSize(device, draft);
  if (draft.quick && device?.options.tls.enabled) {
    return (
      <Badge tone="warning" icon={<TriangleAlert />} title={t('error.NO_QUICK_CHANNEL.why')}>
        {t('error.NO_QUICK_CHANNEL.title')}
      </Badge>
    );
  }
  if (draft.mode === 'file' || measured === null) return null;
  if ('error' in measured) {
    const { code } = measured.error;
    return (
      <Badge tone="error" icon={<TriangleAlert />} title={measured.error.message}>
        <span className="cut">{t(`error.${code}.title`)}</span>
      </Badge>
    );
  }
  const { size } = measured;
  const beyond = size.bytes > size.limit;
  const title = t('datagrams.sizeExact', { size: exact(size.bytes), limit: exact(size.limit) });
  const text = t('datagrams.size', { size: bytes(size.bytes), limit: bytes(size.limit) });
  return beyond ? (
    <Badge tone="error" icon={<TriangleAlert />} title={title}>
      {text}
    </Badge>
  ) : (
    <span className="muted datagrams-size" title={title}>
      {text}
    </span>
  );
}

function HistoryButton({ device, sending }: SendBarProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      title={t('datagrams.history')}
      open={open}
      onOpenChange={setOpen}
      trigger={<IconButton icon={<History />} label={t('datagrams.history')} />}
    >
      <SentHistory
        onChoose={(draft) => {
          sending.take(draft);
          setOpen(false);
        }}
        onSend={
          device &&
          ((draft) => {
            setOpen(false);
            void sending.sendAgain(draft);
          })
        }
      />
    </Popover>
  );
}
