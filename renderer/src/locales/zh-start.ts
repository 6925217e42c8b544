import type { enStart } from './en-start.ts';

export const zhStart: Record<keyof typeof enStart, string> = {
  'demo.plot': '车速与功率',
  tour: '入门导览',
  'tour.start': '开始导览',
  'tour.skip': '跳过',
  'tour.next': '下一步',
  'tour.back': '上一步',
  'tour.done': '完成',
  'tour.step': '{step} / {count}',
  'tour.devices.title': '连接设备',
  'tour.devices.text': '输入 VSOA 服务端的 URL，或试用演示车辆。设备会保留在列表中，断开后自动重连。',
  'tour.rail.title': '侧栏通往一切',
  'tour.rail.text': '单击，或按 {mod} 加数字，即可将面板置前。下方是您的设备及其状态。',
  'tour.panes.title': '接收与发送',
  'tour.panes.text':
    '“订阅”用于接收，“RPC”和“数据报”用于发送，“数据流”传输文件，“曲线”绘制数值。拖动标签可停靠到别处。',
  'tour.traffic.title': '每一个报文',
  'tour.traffic.text': '线路上的全部报文实时显示于此。可以过滤、录制，也可以打开 Wireshark 的抓包文件。',
  'tour.inspector.title': '所选内容的全部细节',
  'tour.inspector.text': '选择一个报文或主题：字段、JSON 和字节都在这里，并相互对应。',
  'tour.workspace.title': '您的工作就是一个文件夹',
  'tour.workspace.text': '所做的一切即时保存到一个文件夹中，可以用 git 管理。示例工作区展示了一个已有内容的工作区。',
  'tour.menu.title': '其他功能',
  'tour.menu.text': '菜单和命令面板（{palette}）包含所有命令，也可以重新打开本导览。',
};
