import { ApiError, toApiError } from "../api/client.ts";

/** Sends one file to the upload endpoint as a form; resolves when it is received. */
export function uploadFile(uploadUrl: string, token: string, file: File, onProgress: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append("file", file, file.name);
    const sender = new XMLHttpRequest();
    sender.open("POST", `${uploadUrl.replace(/\/$/, "")}/v1/shared-media`);
    sender.setRequestHeader("Authorization", `Bearer ${token}`);
    sender.setRequestHeader("Accept", "application/json");
    sender.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    sender.onload = () => (sender.status < 300 ? resolve() : reject(toApiError(sender.status, sender.responseText)));
    sender.onerror = () => reject(new ApiError(0, "unreachable", "The server cannot be reached."));
    sender.send(form);
  });
}
