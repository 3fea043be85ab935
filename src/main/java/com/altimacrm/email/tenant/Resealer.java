package com.altimacrm.email.tenant;

import com.altimacrm.email.tenant.store.SecretRows;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Seals under the newest key what an older key sealed, so that the older one can be dropped. */
@Singleton
class Resealer {
    private static final Logger LOG = Logger.getLogger(Resealer.class);
    private final SecretRows rows;
    private final SecretSeal seal;
    private final StoredJson json;

    Resealer(SecretRows rows, SecretSeal seal, StoredJson json) {
        this.rows = rows;
        this.seal = seal;
        this.json = json;
    }

    @Scheduled(
            identity = "reseal-secrets",
            every = "${altima.email.secrets.reseal-every:24h}",
            delayed = "${altima.email.secrets.reseal-delay:30s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onTime() {
        return reseal().invoke(Resealer::report).replaceWithVoid();
    }

    /**
     * Walks over all providers. Two replicas may do so at once: a row that changed since it was read is left alone.
     *
     * @return how many providers were sealed anew
     */
    Uni<Integer> reseal() {
        return from("");
    }

    private Uni<Integer> from(String providerId) {
        return rows.after(providerId)
                .flatMap(page -> page.isEmpty() ? Uni.createFrom().item(0) : through(page));
    }

    private Uni<Integer> through(List<SecretRows.Secrets> page) {
        String last = page.get(page.size() - 1).providerId();
        return Multi.createFrom()
                .iterable(page)
                .onItem()
                .transformToUniAndConcatenate(this::one)
                .filter(done -> done)
                .collect()
                .asList()
                .flatMap(done -> from(last).map(more -> done.size() + more));
    }

    private Uni<Boolean> one(SecretRows.Secrets row) {
        Map<String, String> secrets = json.texts(row.secretsJson());
        if (secrets.values().stream().allMatch(seal::isCurrent)) {
            return Uni.createFrom().item(false);
        }
        return Uni.createFrom()
                .item(() -> json.text(anew(row.providerId(), secrets)))
                .flatMap(text -> rows.replace(row, text))
                .onFailure(fault -> fault instanceof IllegalStateException
                        || fault instanceof com.altimacrm.email.problem.Unavailable)
                .recoverWithItem(fault -> skipped(row, fault));
    }

    private Map<String, String> anew(String providerId, Map<String, String> secrets) {
        Map<String, String> anew = new TreeMap<>();
        secrets.forEach((name, text) -> anew.put(name, seal.seal(providerId, name, seal.open(providerId, name, text))));
        return anew;
    }

    private static boolean skipped(SecretRows.Secrets row, Throwable fault) {
        LOG.errorf("Secrets of provider %s were not sealed anew: %s", row.providerId(), fault.getMessage());
        return false;
    }

    private static void report(int count) {
        if (count > 0) {
            LOG.infof("Secrets of %d providers were sealed anew under the newest key.", count);
        }
    }
}
