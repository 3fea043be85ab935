package com.altimacrm.email.template;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Finds one template; may be called from any thread and inside or outside of a transaction. */
public interface TemplateLookup {
    /** The tenant's own template of that id, else the one offered to all; inactive ones too. */
    Uni<Optional<StoredTemplate>> find(String tenantId, String templateId);
}
