import { LockOpen, Send, ShieldCheck, ShieldOff, Unplug } from 'lucide-react';
import { useState } from 'react';
import type { MockClient } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { copyText } from '../../copy.ts';
import { age } from '../../format/quantity.ts';
import { timestamp } from '../../format/time.ts';
import { useT } from '../../i18n.ts';
import { useNow } from '../../state/now.ts';
import { toast } from '../../state/toasts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { done } from './act.ts';
import type { EcuView } from './ecu-tabs.tsx';
import { Grid } from './grid.tsx';
import { PublishForm } from './publish-form.tsx';

/** Who is connected, and what can be done to them. */
export function ClientsTab({ view }: { view: EcuView }) {
  const t = useT();
  const now = useNow(1_000);
  const { clients, leftOut, url } = view.ecu;
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = clients.find(({ id }) => id === chosen) ?? (clients.length === 1 ? clients[0] : undefined);
  if (clients.length === 0) {
    return (
      <EmptyState text={t('mocks.noClients', { url })}>
        <Button onClick={() => void done(bench().addDevice({ url, name: view.name }), view.name)}>
          {t('mocks.connectTo')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <div className="mocks-two">
      <Grid
        label={t('mocks.tab.clients')}
        rows={clients}
        keyOf={({ id }) => String(id)}
        textOf={({ address }) => address}
        selected={shown ? clients.indexOf(shown) : -1}
        onSelect={({ id }) => setChosen(id)}
        leftOut={leftOut.clients}
        columns={[
          {
            id: 'id',
            title: '#',
            width: '48px',
            number: true,
            renderCell: ({ id }) => <span className="muted">{id}</span>,
          },
          {
            id: 'address',
            title: t('mocks.address'),
            width: 'minmax(140px, 2fr)',
            mono: true,
            cut: true,
            renderCell: ({ address }) => address,
          },
          {
            id: 'since',
            title: t('mocks.connectedFor'),
            width: '76px',
            number: true,
            renderCell: ({ since }) => <span title={timestamp(since)}>{age(now - since)}</span>,
          },
          {
            id: 'priority',
            title: t('mocks.priority'),
            width: '64px',
            number: true,
            renderCell: ({ priority }) => priority,
          },
          {
            id: 'authed',
            title: t('mocks.authed'),
            width: '84px',
            renderCell: ({ authed }) =>
              authed ? (
                <Badge tone="ok" icon={<ShieldCheck />}>
                  {t('mocks.yes')}
                </Badge>
              ) : (
                <Badge tone="warning" icon={<ShieldOff />}>
                  {t('mocks.no')}
                </Badge>
              ),
          },
          {
            id: 'subscriptions',
            title: t('mocks.subscriptions'),
            width: 'minmax(80px, 3fr)',
            mono: true,
            cut: true,
            renderCell: ({ subscriptions }) => <span title={subscriptions.join('\n')}>{subscriptions.join(' ')}</span>,
          },
        ]}
        onKeyDown={(event, client) => {
          if (event.key !== 'Delete') return;
          event.preventDefault();
          void kick(view, client, 'disconnect');
        }}
        menuOf={(client) => [
          {
            id: 'act',
            actions: [
              { id: 'kick', label: t('mocks.kick'), keys: 'Delete', run: () => void kick(view, client, 'disconnect') },
              { id: 'reset', label: t('mocks.reset'), run: () => void kick(view, client, 'reset') },
              {
                id: 'authed',
                label: t('mocks.isAuthed'),
                checked: client.authed,
                run: () => void setAuthed(view, client),
              },
            ],
          },
          {
            id: 'copy',
            actions: [
              { id: 'address', label: t('mocks.copyAddress'), run: () => void copyText(client.address) },
              {
                id: 'subscriptions',
                label: t('mocks.copySubscriptions'),
                disabled: client.subscriptions.length === 0,
                run: () => void copyText(client.subscriptions.join('\n')),
              },
            ],
          },
        ]}
      />
      {shown ? (
        <section className="mocks-below" aria-label={t('mocks.client', { id: shown.id })}>
          <div className="bar mocks-client">
            <h2>{t('mocks.client', { id: shown.id })}</h2>
            <span className="mono cut selectable">{shown.address}</span>
            <span className="grow" />
            <Button icon={shown.authed ? <ShieldOff /> : <LockOpen />} onClick={() => void setAuthed(view, shown)}>
              {t(shown.authed ? 'mocks.takeAuth' : 'mocks.giveAuth')}
            </Button>
            <Button icon={<Unplug />} onClick={() => void kick(view, shown, 'disconnect')}>
              {t('mocks.kick')}
            </Button>
            <Button onClick={() => void kick(view, shown, 'reset')} title={t('mocks.resetHint')}>
              {t('mocks.reset')}
            </Button>
          </div>
          <PublishForm
            key={shown.id}
            url=""
            quick={false}
            label={t('mocks.sendDatagram')}
            action={t('mocks.sendDatagram')}
            icon={<Send />}
            now={null}
            send={async (draft) => {
              const sent = await bench().datagramByMock({ id: view.id, ecu: view.name, client: shown.id, ...draft });
              if (sent.ok) {
                const key = sent.value ? 'mocks.datagramSent' : 'mocks.datagramNotSent';
                toast({ key, values: { url: draft.url }, tone: sent.value ? 'info' : 'warning' });
              }
              return sent.ok ? null : sent.error;
            }}
          />
        </section>
      ) : (
        <div className="mocks-below muted">{t('mocks.chooseClient')}</div>
      )}
    </div>
  );
}

async function kick(view: EcuView, client: MockClient, how: 'disconnect' | 'reset'): Promise<void> {
  await done(bench().kickMockClient({ id: view.id, ecu: view.name, client: client.id, how }), client.address);
  view.refresh();
}

async function setAuthed(view: EcuView, { id: client, authed, address }: MockClient): Promise<void> {
  await done(bench().setMockAuthed({ id: view.id, ecu: view.name, client, authed: !authed }), address);
  view.refresh();
}
