/** A ready image on UHub that the service has no flags for. */
export interface KnownImage {
  /** As people call it; not translated. */
  readonly name: string
  /** `newer`: of UHub's own collection, made for other services; `case`: of one of UAI-Train's examples. */
  readonly group: 'newer' | 'case'
  /** `repository:tag` within UHub. */
  readonly image: string
  /** Whether the same image does for the CPU; the others need a GPU's driver. */
  readonly runsOnCpu: boolean
}

/** Whether `/usr/bin/python` is right in the newer ones is not documented: they are to be checked. */
export const knownImages: readonly KnownImage[] = [
  newer('PyTorch 2.4.0 · CUDA 11.8', 'ucloudai/pytorch/pytorch:2.4.0-cuda11.8-cudnn9-runtime'),
  // Spelled so on UHub.
  newer('NVIDIA PyTorch 24.07 · Python 3', 'ucloudai/nvida/pytorch:24.07-py3'),
  newer('NVIDIA PyTorch 24.06 · Python 3', 'ucloudai/nvida/pytorch:24.06-py3'),
  newer('CUDA 12.5.1 · Ubuntu 22.04', 'ucloudai/nvidia/cuda:12.5.1-cudnn-runtime-ubuntu22.04'),
  newer('CUDA 12.5.1 · Ubuntu 20.04', 'ucloudai/nvidia/cuda:12.5.1-cudnn-runtime-ubuntu20.04'),
  newer('vLLM 0.5.3', 'ucloudai/vllm/vllm-openai:v0.5.3'),
  newer('TensorFlow notebook · Ubuntu 22.04', 'ucloudai/jupyter/tensorflow-notebook:x86_64-ubuntu-22.04'),
  example('TensorFlow Object Detection (TF 1.5)', 'uaishare/tf-obj-detect:tf-1.5'),
  example('TensorFlow Object Detection (TF 1.4)', 'uaishare/tf-obj-detect:tf-1.4'),
  example(
    'TensorFlow Models 1.8.0 (TF 1.6)',
    'uaishare/gpu_uaitrain_ubuntu-16.04_python-2.7.6_tensorflow-1.6_models:v1.8.0',
  ),
  example(
    'TensorFlow Models 1.8.0 (TF 1.5)',
    'uaishare/gpu_uaitrain_ubuntu-16.04_python-2.7.6_tensorflow-1.5_models:v1.8.0',
  ),
  example('EAST (TF 1.5)', 'uaishare/tf-east:tf-1.5'),
  example('DeepSpeech (TF 1.4)', 'uaishare/deepspeech:tf-1.4'),
  example('BERT', 'uaishare/bert:chinese'),
  example('Caffe Faster R-CNN', 'uaishare/gpu_uaitrain_ubuntu-14.04_python-2.7.6_caffe-py-faster-rcnn:v1.0'),
  example('Caffe R-FCN', 'uaishare/gpu_uaitrain_ubuntu-14.04_python-2.7.6_caffe-py-rfcn:v1.0'),
  example('Caffe2 Detectron', 'uai_dockers/gpu_uaitrain_ubuntu-16.04_python-2.7.6_caffe2:v1.0'),
]

function newer(name: string, image: string): KnownImage {
  return { name, group: 'newer', image, runsOnCpu: true }
}

function example(name: string, image: string): KnownImage {
  return { name, group: 'case', image, runsOnCpu: false }
}
