package com.altimacrm.email.attachment;

import com.altimacrm.email.message.AttachmentPart;
import java.util.List;

/**
 * A mail's files, their bytes at hand.
 *
 * @param parts the files in the order of the references
 * @param refs the references, each naming its kept content; remember them when they differ from those asked for, so
 *     that a retry does not fetch again
 */
public record LoadedAttachments(List<AttachmentPart> parts, List<AttachmentRef> refs) {
    public LoadedAttachments {
        parts = List.copyOf(parts);
        refs = List.copyOf(refs);
    }
}
