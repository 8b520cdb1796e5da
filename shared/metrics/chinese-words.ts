/** What Chinese programs call the things of training; longer words stand before those that are part of them. */
const words: readonly (readonly [string, string])[] = [
  ['当前学习率', 'lr'],
  ['学习率', 'lr'],
  ['损失函数值', 'loss'],
  ['损失函数', 'loss'],
  ['损失值', 'loss'],
  ['误差值', 'error'],
  ['总损失', 'total loss'],
  ['损失', 'loss'],
  ['误差', 'error'],
  ['错误率', 'error'],
  ['精确率', 'precision'],
  ['查准率', 'precision'],
  ['准确率', 'accuracy'],
  ['正确率', 'accuracy'],
  ['准确度', 'accuracy'],
  ['精确度', 'accuracy'],
  ['精度', 'accuracy'],
  ['召回率', 'recall'],
  ['查全率', 'recall'],
  ['困惑度', 'perplexity'],
  ['均方根误差', 'rmse'],
  ['均方误差', 'mse'],
  ['平均绝对误差', 'mae'],
  ['平均交并比', 'miou'],
  ['交并比', 'iou'],
  ['梯度范数', 'grad norm'],
  ['信噪比', 'psnr'],
  ['奖励值', 'reward'],
  ['奖励', 'reward'],
  ['得分', 'score'],
  ['分数', 'score'],
  ['训练次数', 'step'],
  ['训练步数', 'step'],
  ['迭代次数', 'step'],
  ['迭代步数', 'step'],
  ['当前步数', 'step'],
  ['迭代', 'step'],
  ['步数', 'step'],
  ['步骤', 'step'],
  ['训练轮次', 'epoch'],
  ['训练轮数', 'epoch'],
  ['当前轮次', 'epoch'],
  ['轮次', 'epoch'],
  ['轮数', 'epoch'],
  ['批次大小', 'batch size'],
  ['批大小', 'batch size'],
  ['批次', 'batch'],
  ['总轮数', 'total epochs'],
  ['训练集上的', 'train '],
  ['验证集上的', 'val '],
  ['测试集上的', 'test '],
  ['训练集', 'train'],
  ['验证集', 'val'],
  ['测试集', 'test'],
  ['训练', 'train'],
  ['验证', 'val'],
  ['测试', 'test'],
  ['评估', 'val'],
  ['最佳', 'best'],
  ['最好', 'best'],
  ['最优', 'best'],
  ['最高', 'best'],
  ['平均', 'average'],
  ['整体', ''],
  ['当前', ''],
  ['上的', ' '],
  ['耗时', 'time'],
  ['用时', 'time'],
  ['时间', 'time'],
  ['剩余', 'eta'],
  ['速度', 'speed time'],
  ['显存', 'memory'],
  ['内存', 'memory'],
  ['参数量', 'params'],
  ['参数', 'params'],
  ['样本', 'samples'],
  ['的', ' '],
  ['值', ''],
  ['为', ': '],
  ['是', ': '],
]
const meanings = new Map(words)
const anyWord = new RegExp(
  words
    .map(([word]) => word)
    .toSorted((a, b) => b.length - a.length)
    .join('|'),
  'g',
)
/** Words that stand beside each other are one name; wide gaps of the line's own part its columns. */
const seam = '\uE000'
const seams = /\uE000+(?: ?\uE000+)*/g
const han = /\p{Script=Han}/u
const digits = '零一二三四五六七八九'
const ordinal =
  /第\s*([\d零一二三四五六七八九十]+)\s*(?:\/\s*(\d+)\s*)?(?:个\s*)?(轮次|轮|周期|代|epoch|次迭代|步|批次|批|个?batch)(?:的|次)?(?:训练(?=开始|结束|完成|[,: -]|$))?/gi

/** The same line with English words for what they mean: `训练损失: 0.2` becomes ` train  loss : 0.2`. */
export function inEnglish(text: string): string {
  if (!han.test(text)) return text
  return text
    .replace(ordinal, (_, number: string, total: string | undefined, unit: string) => {
      const name = /轮|周期|代|epoch/i.test(unit) ? 'epoch' : /batch|批/i.test(unit) ? 'batch' : 'step'
      return ` ${name} ${arabic(number)}${total === undefined ? '' : `/${total}`} `
    })
    .replace(/(\d)\s*(?:小时|分钟?|秒)/g, '$1s')
    .replace(anyWord, (word) => `${seam}${meanings.get(word) ?? ''}${seam}`)
    .replace(seams, ' ')
}

/** Numbers up to 99 as they are spoken. */
function arabic(number: string): number {
  if (/^\d+$/.test(number)) return Number(number)
  const [tens = '', ones = ''] = number.includes('十') ? number.split('十') : ['零', number]
  const digit = (sign: string, otherwise: number): number => (sign === '' ? otherwise : digits.indexOf(sign))
  return digit(tens, 1) * 10 + digit(ones, 0)
}
