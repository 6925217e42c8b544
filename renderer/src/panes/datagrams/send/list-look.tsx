import { CircleCheck, TriangleAlert, Zap } from 'lucide-react';
import type { ChosenFile, ListPreview, ListProblem } from '../../../../../testbench/contract.ts';
import { bytes, count, duration, exact } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { Badge } from '../../../ui/badge.tsx';

interface ListLookProps {
  preview: ListPreview;
  file: ChosenFile;
  /** Wrong lines keep nothing from being sent. */
  skipWrong: boolean;
}

/** What is in a list: how many, what is wrong with which line, and the first of them. */
export function ListLook({ preview, file, skipWrong }: ListLookProps) {
  const t = useT();
  const { datagrams, wrongLines, problems, first, durationMs } = preview;
  const more = preview.bytes < file.bytes;
  return (
    <div className="list-look" role="group" aria-label={t('datagrams.inList')}>
      <div className="bar list-summary">
        {wrongLines === 0 ? (
          <Badge tone="ok" icon={<CircleCheck />}>
            {t('datagrams.found', { count: datagrams, shown: exact(datagrams) })}
          </Badge>
        ) : (
          <>
            <Badge tone={skipWrong ? 'warning' : 'error'} icon={<TriangleAlert />}>
              {t('datagrams.wrongLines', { count: wrongLines, shown: count(wrongLines) })}
            </Badge>
            <span className="muted">{t('datagrams.found', { count: datagrams, shown: exact(datagrams) })}</span>
          </>
        )}
        {durationMs > 0 && (
          <span className="muted" title={`${exact(durationMs)} ms`}>
            {t('datagrams.delaysSum', { time: duration(durationMs) })}
          </span>
        )}
        {more && <span className="muted">{t('datagrams.onlyStart', { size: bytes(preview.bytes) })}</span>}
      </div>
      {problems.length > 0 && <ListProblems problems={problems} total={wrongLines} />}
      <ol className="list-rows">
        {first.map(({ line, url, quick, delayMs, bytes: size, preview: start }) => (
          <li key={line} className="list-row">
            <span className="mono muted number">{line}</span>
            <span>{quick && <Badge tone="datagram" icon={<Zap />} title={t('quick')} />}</span>
            <span className="mono cut" title={url}>
              {url}
            </span>
            <span className="mono cut muted" title={start}>
              {start}
            </span>
            <span className="muted number">{delayMs > 0 && `+${duration(delayMs)}`}</span>
            <span className="muted number">{bytes(size)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Which lines are wrong, and why; the first of them. */
export function ListProblems({ problems, total }: { problems: ListProblem[]; total: number }) {
  const t = useT();
  return (
    <ul className="list-problems selectable">
      {problems.map(({ line, column, code, message }) => (
        <li key={`${line}:${column}`} title={message}>
          <span className="mono">{t('datagrams.place', { line, column })}</span>
          <span>{t(`listProblem.${code}`)}</span>
        </li>
      ))}
      {total > problems.length && (
        <li className="muted">{t('datagrams.moreProblems', { count: total - problems.length })}</li>
      )}
    </ul>
  );
}
