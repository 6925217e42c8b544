import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'flexlayout-react/style/light.css';
import 'uplot/dist/uPlot.min.css';
import './style/tokens.css';
import './style/base.css';
import './style/controls.css';
import './style/ui.css';
import './style/payload.css';
import './style/payload-editor.css';
import './style/frame.css';
import './style/panes.css';
import './style/devices.css';
import './style/device-form.css';
import './style/subscriptions.css';
import './style/topic-history.css';
import './style/rpc.css';
import './style/requests.css';
import './style/variables.css';
import './style/datagrams.css';
import './style/streams.css';
import './style/mocks.css';
import './style/positions.css';
import './style/plots.css';
import './style/palette.css';
import './style/workspace.css';
import './style/diagnosis.css';
import './style/about.css';
import './style/updates.css';
import './style/tour.css';
import './style/traffic.css';
import './style/traffic-filter.css';
import './style/traffic-chart.css';
import './style/inspector.css';
import { loadKept } from './state/kept.ts';
import { applySettings } from './state/settings.ts';

applySettings();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
await loadKept();
// Stores that keep something in the workspace find it when they are made, which is when these are loaded.
const [{ App }, { followBench }, { startWithDevices }, { useDevices }] = await Promise.all([
  import('./app.tsx'),
  import('./state/events.ts'),
  import('./frame/dock-store.ts'),
  import('./state/devices.ts'),
]);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
await followBench();
startWithDevices(useDevices.getState().devices.map(({ id }) => id));
