package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class AbandonedTransactionsTest {
    private static final String LIVING = "0a0a0a0a-1111-2222-3333-444444444444";
    private static final String DEAD = "0b0b0b0b-1111-2222-3333-444444444444";
    private static final String MEMBER = "verdict-" + LIVING + "-StreamThread-1-consumer";

    @Test
    void shouldFindTransactionsWhenTheirProcessIsNoMember() {
        assertThat(abandoned(
                        List.of(MEMBER),
                        "verdict-" + LIVING + "-1",
                        "verdict-" + DEAD + "-1",
                        "verdict-" + DEAD + "-2"))
                .containsExactly("verdict-" + DEAD + "-1", "verdict-" + DEAD + "-2");
    }

    @Test
    void shouldLeaveTransactionsAloneWhenTheyAreNotOfTheStream() {
        assertThat(abandoned(List.of(MEMBER), "verdict-replay", "other-" + DEAD + "-1", "verdict-" + DEAD + "-1-more"))
                .isEmpty();
    }

    @Test
    void shouldFindNothingWhenMemberHasClientIdOfAnotherForm() {
        assertThat(abandoned(List.of(MEMBER, "mine-StreamThread-1-consumer"), "verdict-" + DEAD + "-1"))
                .isEmpty();
    }

    @Test
    void shouldFindTransactionsWhenGroupHasNoMembers() {
        assertThat(abandoned(List.of(), "verdict-" + DEAD + "-1")).containsExactly("verdict-" + DEAD + "-1");
    }

    private static List<String> abandoned(List<String> members, String... transactionalIds) {
        return AbandonedTransactions.abandoned("verdict", members, List.of(transactionalIds));
    }
}
