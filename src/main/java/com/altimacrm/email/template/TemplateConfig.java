package com.altimacrm.email.template;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the template cache. */
@ConfigMapping(prefix = "altima.email.template")
public interface TemplateConfig {
    /** How long a replica uses a template before it looks whether another replica changed it. */
    @WithDefault("5s")
    Duration cacheTtl();

    /** Characters of template source that a replica keeps compiled; the longest unused go first. */
    @WithDefault("8388608")
    int cacheCharacters();
}
