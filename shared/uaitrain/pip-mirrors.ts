/** Mirrors of pip's index that are near in China, to be chosen in place of typing one. */
export const pipMirrors = [
  'https://pypi.tuna.tsinghua.edu.cn/simple',
  'https://mirrors.aliyun.com/pypi/simple',
  'https://mirrors.cloud.tencent.com/pypi/simple',
  'https://repo.huaweicloud.com/repository/pypi/simple',
  'https://mirrors.ustc.edu.cn/pypi/simple',
] as const
