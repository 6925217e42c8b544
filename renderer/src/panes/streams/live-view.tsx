import { Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { LiveBytes, Transfer } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { bytes as size } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { HexView } from '../../payload/hex-view.tsx';
import { TextView } from '../../payload/text-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';

/** What is drawn while it follows; the bench keeps more, which is shown while it stands still. */
const FOLLOWED = 32_768;
const ALL = 1_048_576;

const nothing: LiveBytes = { first: 0, end: 0, from: 0, bytes: new Uint8Array() };

/** The newest bytes of a stream, as text or hex. */
export function LiveView({ transfer }: { transfer: Transfer }) {
  const t = useT();
  const [as, setAs] = useState<'text' | 'hex'>('text');
  const [paused, setPaused] = useState(false);
  const live = useLiveBytes(transfer, paused);
  const end = live.from + live.bytes.length;
  return (
    <div className="live-view" role="group" aria-label={t('streams.bytes')}>
      <div className="bar">
        <Segmented
          small
          label={t('showAs')}
          value={as}
          options={[
            { value: 'text', label: t('view.text') },
            { value: 'hex', label: t('view.hex') },
          ]}
          onChange={setAs}
        />
        <Button
          kind="quiet"
          icon={paused ? <Play /> : <Pause />}
          aria-pressed={paused}
          onClick={() => setPaused(!paused)}
        >
          {t(paused ? 'streams.follow' : 'streams.hold')}
        </Button>
        <span className="grow" />
        <span className="muted cut">
          {paused && transfer.received.bytes > end
            ? t('streams.newer', { size: size(transfer.received.bytes - end) })
            : t('streams.shows', { size: size(live.bytes.length), total: size(live.end) })}
        </span>
      </div>
      {as === 'hex' ? (
        <HexView label={t('streams.bytes')} bytes={live.bytes} base={live.from} atEnd={!paused} />
      ) : paused ? (
        <TextView label={t('streams.bytes')} text={asText(live.bytes)} language="plain" />
      ) : (
        <FollowedText label={t('streams.bytes')} text={asText(live.bytes)} />
      )}
    </div>
  );
}

/** Stays at its end. */
function FollowedText({ label, text }: { label: string; text: string }) {
  const scroller = useRef<HTMLPreElement>(null);
  useEffect(() => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- new text is what this is for
  }, [text]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroller must be reachable by the keyboard
    <pre ref={scroller} className="live-text mono selectable" role="group" aria-label={label} tabIndex={0}>
      {text}
    </pre>
  );
}

/** Asked for anew when the bench has told that there are more; all that is kept while it stands still. */
function useLiveBytes({ id, received, state }: Transfer, paused: boolean): LiveBytes {
  const [live, setLive] = useState(nothing);
  const seen = paused ? -1 : received.bytes;
  useEffect(() => {
    let wanted = true;
    const read = async () => {
      const result = await bench().liveBytes({ id, from: null, length: paused ? ALL : FOLLOWED });
      if (wanted && result.ok) setLive(result.value);
    };
    void read();
    return () => {
      wanted = false;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- `seen` and the state say when to look again
  }, [id, seen, paused, state.name]);
  return live;
}

/** What is no text shows as a mark; a character that is cut at an end, too. */
const asText = (bytes: Uint8Array): string =>
  // oxlint-disable-next-line no-control-regex -- they would turn or hide what stands beside them
  new TextDecoder().decode(bytes).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '\ufffd');
