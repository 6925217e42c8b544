import { RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BenchError, ChosenFile, Device, ListPreview, Result } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { useT } from '../../../i18n.ts';
import { openList } from '../../../state/datagram-drafts.ts';
import { IconButton } from '../../../ui/button.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { FileChoice } from '../../../ui/file-choice.tsx';
import { useFileDrop } from '../../../ui/use-file-drop.ts';
import { ListLook } from './list-look.tsx';
import type { Sending } from './use-sending.ts';

interface ListFormProps {
  device: Device;
  sending: Sending;
}

/** Chooses a list, and shows what is in it before it is sent. */
export function ListForm({ device, sending }: ListFormProps) {
  const t = useT();
  const { tabId, file, draft } = sending;
  const [turn, setTurn] = useState(0);
  const [error, setError] = useState<BenchError | null>(null);
  const look = useLook(device, file, draft.quick, turn);
  const take = async (answer: Promise<Result<ChosenFile | null>>) => {
    const result = await answer;
    setError(result.ok ? null : result.error);
    if (result.ok && result.value) openList(tabId, result.value);
  };
  const drop = useFileDrop((dropped) => void take(bench().takeDroppedFile(dropped)));
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- what it takes can also be chosen by a button
    <div className="list-form" {...drop}>
      <div className="bar">
        <FileChoice
          file={file}
          choose={t('datagrams.chooseList')}
          clear={t('datagrams.closeList')}
          onChoose={() => void take(bench().chooseDatagramList(undefined))}
          onClear={() => openList(tabId, null)}
        >
          <IconButton icon={<RefreshCw />} label={t('datagrams.lookAgain')} onClick={() => setTurn(turn + 1)} />
        </FileChoice>
      </div>
      {error && <ErrorNotice error={error} />}
      {!file && <p className="muted list-hint">{t('datagrams.listHint')}</p>}
      {file && look?.ok && <ListLook preview={look.value} file={file} skipWrong={draft.skipWrong} />}
      {file && look && !look.ok && <ErrorNotice error={look.error} />}
    </div>
  );
}

/** What is in the list now; looked at again each turn. */
function useLook(device: Device, file: ChosenFile | undefined, quick: boolean, turn: number) {
  const [look, setLook] = useState<{ of: string; result: Result<ListPreview> } | null>(null);
  const { id } = device;
  const of = file ? `${file.path} ${quick}` : '';
  useEffect(() => {
    let current = true;
    if (!file) return undefined;
    const read = async () => {
      const result = await bench().previewDatagramList({ id, file, quick });
      if (current) setLook({ of, result });
    };
    void read();
    return () => {
      current = false;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- each turn asks again
  }, [id, file, quick, of, turn]);
  return look?.of === of ? look.result : null;
}
