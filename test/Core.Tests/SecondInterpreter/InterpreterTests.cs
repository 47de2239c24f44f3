using Xunit;

namespace Muster.Core.Tests.SecondInterpreter;

public sealed partial class InterpreterTests
{
    private const string Log = """
        {"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A1","priority":"P2","title":"VPN drops",
          "requester":{"name":"ana","vip":false},"service":"vpn","tags":{"os":"macOS Sonoma"}}
        {"at":"2025-10-20T09:05:00Z","do":"assign","ticket":"A1","team":"tier-1","to":"bo","by":"triager"}
        {"at":"2025-10-20T09:20:00Z","do":"start","ticket":"A1","by":"bo"}
        {"at":"2025-10-20T09:30:00Z","do":"hold","ticket":"A1","reason":"user","by":"bo"}
        {"at":"2025-10-20T10:00:00Z","do":"reply","ticket":"A1","text":"here you go"}
        {"at":"2025-10-20T15:00:00Z","do":"resolve","ticket":"A1","code":"fixed","text":"rolled back",
          "by":"bo"}
        """;

    private const string ItsJournal = """
        {"at":"2025-10-20T09:00:00Z","ticket":"A1","event":"opened","priority":"P2","title":"VPN drops",
          "service":"vpn","requester":{"name":"ana","vip":false},"tags":{"os":"macOS Sonoma"}}
        {"at":"2025-10-20T09:05:00Z","ticket":"A1","event":"assigned","team":"tier-1","to":"bo",
          "by":"triager"}
        {"at":"2025-10-20T09:20:00Z","ticket":"A1","event":"started","by":"bo"}
        {"at":"2025-10-20T09:20:00Z","ticket":"A1","event":"sla-met","rule":"S5","clock":"response",
          "cycle":1,"elapsed":"PT20M","due":"2025-10-20T10:00:00Z","auto":true,"by":"coordinator"}
        {"at":"2025-10-20T09:30:00Z","ticket":"A1","event":"held","reason":"user","by":"bo"}
        {"at":"2025-10-20T10:00:00Z","ticket":"A1","event":"replied","text":"here you go"}
        {"at":"2025-10-20T10:00:00Z","ticket":"A1","event":"resumed","rule":"L4","auto":true,
          "by":"coordinator"}
        {"at":"2025-10-20T13:30:00Z","ticket":"A1","event":"sla-warned","rule":"S6","clock":"resolution",
          "cycle":1,"level":50,"elapsed":"PT4H","due":"2025-10-20T17:30:00Z","auto":true,
          "by":"coordinator"}
        {"at":"2025-10-20T14:00:00Z","ticket":"A1","event":"escalated","rule":"E2","trigger":"stagnation",
          "from":"tier-1","to":"tier-2","auto":true,"by":"coordinator"}
        {"at":"2025-10-20T15:00:00Z","ticket":"A1","event":"resolved","code":"fixed","text":"rolled back",
          "by":"bo"}
        {"at":"2025-10-20T15:00:00Z","ticket":"A1","event":"sla-met","rule":"S5","clock":"resolution",
          "cycle":1,"elapsed":"PT5H30M","due":"2025-10-20T17:30:00Z","auto":true,"by":"coordinator"}

        """;

    /// <summary>The page's lines are longer than ours may be; what is indented belongs to the line above.</summary>
    private static string Joined(string text) => text.Replace("\n  ", "");

    [Fact]
    public void The_contracts_log_gives_the_contracts_journal_but_for_the_free_reason()
    {
        var (journal, refused) = Interpreter.Run(Joined(Log), "{}");
        Assert.Equal(Joined(ItsJournal), journal);
        Assert.Empty(refused);
    }
}
