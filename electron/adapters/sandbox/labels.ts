/** Marks the containers and images of the sandbox; the value is the registry's port or the image's content. */
export const sandboxLabel = 'cn.ucloud.uai-train-packer.sandbox'
