import type { EventBatch } from '../../../testbench/contract.ts';
import { bench, value } from '../bench.ts';
import { takeDiagnosis } from '../diagnosis/diagnosis.ts';
import { takeView } from '../traffic/show.ts';
import { takeUpdates } from '../updates/updates.ts';
import { takeRunning, useCalls } from './calls.ts';
import { useDatagrams } from './datagrams.ts';
import { useDevices } from './devices.ts';
import { useFiles } from './files.ts';
import { useMocks } from './mocks.ts';
import { useOpenings } from './openings.ts';
import { usePlots } from './plots.ts';
import { usePositions } from './positions.ts';
import { takeTree, useRequests } from './requests.ts';
import { useSelection } from './selection.ts';
import { useStreams } from './streams.ts';
import { useTopicMemory, useTopicSettings } from './topic-settings.ts';
import { forgetTopicsOf, keepTopicsOf, mergeTopics } from './topics.ts';
import { useTraffic } from './traffic.ts';
import { useTrafficSettings } from './traffic-settings.ts';

/** Fills the stores with what there is, and keeps them up to date; what the window keeps for the bench is told to it. */
export async function followBench(): Promise<void> {
  bench().onEvents(applyBatch);
  const { cap } = useTrafficSettings.getState();
  if (cap !== null) void bench().setTrafficCap({ bytes: cap });
  const { perTopic } = useTopicSettings.getState();
  if (perTopic !== null) void bench().setTopicMemory({ perTopic });
  applyBatch(await value(bench().snapshot(undefined)));
}

export function applyBatch({
  devices,
  diagnosis,
  updates,
  workspace,
  mocks,
  topics,
  topicMemory,
  forgottenTopics,
  traffic,
  view,
  captures,
  recording,
  tasks,
  plots,
  plotData,
  plotExport,
  transfers,
  datagrams,
  datagramSenders,
  runningCalls,
  callHistory,
  requests,
  environments,
  scenarios,
  positions,
  openings,
}: EventBatch): void {
  if (diagnosis) takeDiagnosis(diagnosis);
  if (updates) takeUpdates(updates);
  if (workspace) useDevices.setState({ workspace });
  if (mocks) useDevices.setState({ mocks });
  if (forgottenTopics) forget(forgottenTopics);
  if (topics) mergeTopics(topics);
  if (topicMemory) useTopicMemory.setState(topicMemory);
  if (traffic) useTraffic.setState(traffic);
  if (captures) useFiles.setState({ captures });
  if (recording !== undefined) useFiles.setState({ recording });
  if (tasks) useFiles.setState({ tasks });
  if (transfers) useStreams.setState({ transfers });
  if (view) takeView(view);
  if (runningCalls) takeRunning(runningCalls);
  if (callHistory) useCalls.setState({ history: callHistory });
  if (datagrams) useDatagrams.setState({ received: datagrams });
  if (datagramSenders) useDatagrams.setState({ senders: datagramSenders });
  if (plots) usePlots.setState({ sheet: plots });
  if (plotData) usePlots.setState({ data: plotData });
  if (plotExport !== undefined) usePlots.setState({ exporting: plotExport });
  if (requests) takeTree(requests);
  if (scenarios) useMocks.setState(scenarios);
  if (positions) usePositions.setState(positions);
  if (openings !== undefined) useOpenings.setState({ waiting: openings });
  if (environments) useRequests.setState({ environments });
  if (devices) {
    useDevices.setState({ devices });
    keepTopicsOf(devices.map((device) => device.id));
    keepSelectionIn(devices.map((device) => device.id));
  }
}

function forget(deviceIds: string[]): void {
  forgetTopicsOf(deviceIds);
  const { item, select } = useSelection.getState();
  if (item?.kind === 'topic' && deviceIds.includes(item.deviceId)) select(null);
}

/** A device that was removed can be selected no longer; the first one that appears is. */
function keepSelectionIn(deviceIds: string[]): void {
  const { deviceId, item, selectDevice, select } = useSelection.getState();
  if (deviceId === null || !deviceIds.includes(deviceId)) selectDevice(deviceIds[0] ?? null);
  if ((item?.kind === 'topic' || item?.kind === 'datagram') && !deviceIds.includes(item.deviceId)) select(null);
}
