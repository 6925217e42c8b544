import { useEffect, useState } from 'react';
import type { BenchError, DatagramSize, Device } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import type { TabDraft } from '../../../state/datagram-drafts.ts';

/** After the last key, ms. */
const PAUSE = 150;

type Measured = { size: DatagramSize } | { error: BenchError } | null;

/** Of the packet that would be sent now; what is wrong with it where there is none. */
export function usePacketSize(device: Device | undefined, { url, quick, payload }: TabDraft): Measured {
  const [measured, setMeasured] = useState<Measured>(null);
  const id = device?.id ?? null;
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const result = await bench().measureDatagram({ id, draft: { url, quick, payload } });
      if (current) setMeasured(result.ok ? { size: result.value } : { error: result.error });
    }, PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [id, url, quick, payload]);
  return measured;
}
