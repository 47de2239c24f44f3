using Muster.Core.Asking;
using Xunit;

namespace Muster.Core.Tests.Asking;

/// <summary>What is told beside an order: the names in a title, the why behind a comma, the same said twice.</summary>
public sealed class AsideTests
{
    private static Understanding Read(string text) => Grammar.Read(text, Phrasing.Wednesday);

    [Theory]
    [InlineData("open a ticket: the mail queue is stuck, P3", "P3", "mail", "the mail queue is stuck")]
    [InlineData("open a ticket: P3 - the mail queue is stuck", "P3", "mail", "the mail queue is stuck")]
    [InlineData("open a ticket: inbox is slow, prio 2, since noon", "P2", null, "inbox is slow, since noon")]
    [InlineData("neues Ticket: Drucker klemmt (P4)", "P4", null, "Drucker klemmt")]
    [InlineData("crea un ticket: vpn no conecta, prioridad 3", "P3", "vpn", "vpn no conecta")]
    [InlineData("open a ticket: the report lists every P1", null, null, "the report lists every P1")]
    [InlineData("open a ticket: mail and vpn are slow", null, null, "mail and vpn are slow")]
    public void A_priority_leaves_the_title_where_it_stands_apart_and_the_one_service_stays(
        string text, string? priority, string? service, string title)
    {
        var read = Read(text);
        Assert.Null(read.Doubt);
        Assert.Equal(
            (priority, service, title),
            (read.Slots.Text("priority"), read.Slots.Text("service"), read.Slots.Text("title")));
    }

    [Theory]
    [InlineData("open a P2 ticket: inbox is slow, P3")]
    [InlineData("open a ticket: inbox is slow, P2, P3")]
    public void Two_priorities_of_one_ticket_are_asked_back(string text) => Assert.NotNull(Read(text).Doubt);

    [Theory]
    [InlineData("P1 incident: the shop is down. Start major incident response.", "shop")]
    [InlineData("prio 1: mail is dead, all users affected", "mail")]
    [InlineData("P1 incident: shop and login are down. Start major incident response.", null)]
    public void A_P1_from_words_is_of_the_one_service_that_they_name(string text, string? service)
    {
        var read = Read(text);
        Assert.Equal(("declare", null, service), (read.Intent?.Name, read.Doubt, read.Slots.Text("service")));
    }

    [Theory]
    [InlineData("reopen 42, it's back", "reopen", "reason", "it's back")]
    [InlineData("escalate 42 to tier 2, customers are waiting", "escalate", "reason", "customers are waiting")]
    [InlineData("mach 17 wieder auf, der Fehler ist zurück", "reopen", "reason", "der Fehler ist zurück")]
    [InlineData("reabre 17, ha vuelto a fallar", "reopen", "reason", "ha vuelto a fallar")]
    [InlineData("resolve 42 as fixed, restarted the queue", "resolve", "text", "restarted the queue")]
    [InlineData("update 42, the disk was swapped", "update", "text", "the disk was swapped")]
    [InlineData("assign 42 to bo, he knows the system", "assign", "to", "bo")]
    [InlineData("gib 42 dem Team database, chen soll das machen", "assign", "to", "chen")]
    [InlineData("pon 42 en espera, falta la respuesta del proveedor", "hold", "reason", "vendor")]
    public void What_is_told_behind_an_order_is_its_reason_or_text_and_may_say_who(
        string text, string intent, string slot, string value)
    {
        var read = Read(text);
        Assert.Null(read.Doubt);
        Assert.Equal((intent, value), (read.Intent?.Name, read.Slots.Text(slot)));
    }

    [Theory]
    [InlineData("reopen 42, it's not urgent")]
    [InlineData("reopen 42, nur wenn bo zustimmt")]
    [InlineData("reopen 42, but bo is away")]
    [InlineData("reopen 42, is it back?")]
    [InlineData("reopen 42, 43 is back")]
    [InlineData("reopen 42, the users want it closed and we close it")]
    [InlineData("reopen 42, tomorrow is fine")]
    [InlineData("reopen 42, restart the server")]
    [InlineData("reopen 42, somebody must restart the server")]
    [InlineData("reopen 42, everything else too")]
    [InlineData("escalate 42, it is a P1")]
    [InlineData("escalate 42, the network team please")]
    [InlineData("escalate 42 to tier 2, bo should handle it")]
    [InlineData("assign 42 to bo, ana is ill")]
    [InlineData("assign 42 to the network team, bo should close it")]
    public void What_may_be_wanted_behind_an_order_is_asked_back(string text) => Assert.NotNull(Read(text).Doubt);

    [Theory]
    [InlineData("42 to the network team please", "team", "network")]
    [InlineData("42 bitte an ana", "to", "ana")]
    [InlineData("42 para bo", "to", "bo")]
    [InlineData("12, 13 and 14 all to bo", "to", "bo")]
    [InlineData("reassign 42 from bo to ana", "to", "ana")]
    public void A_ticket_and_whom_it_goes_to_is_an_assignment(string text, string slot, string value)
    {
        var read = Read(text);
        Assert.Equal(("assign", null, value), (read.Intent?.Name, read.Doubt, read.Slots.Text(slot)));
    }

    [Theory]
    [InlineData("42 went to ana")]
    [InlineData("bo gave 42 to ana")]
    [InlineData("42 goes to ana?")]
    [InlineData("42 to ana or bo")]
    [InlineData("42 to ana and 17 to bo")]
    [InlineData("42 was a P1")]
    [InlineData("is ana commander of 42")]
    [InlineData("12 and all to bo")]
    public void What_only_sounds_like_one_is_asked_back(string text) => Assert.NotNull(Read(text).Doubt);

    [Theory]
    [InlineData("open tickets nobody touched for six hours", "PT6H")]
    [InlineData("offene Tickets, an denen seit vier Stunden nichts passiert ist", "PT4H")]
    [InlineData("tickets abiertos que nadie ha tocado desde hace dos horas", "PT2H")]
    [InlineData("open tickets since yesterday untouched", "PT34H")]
    public void Where_nothing_happened_it_is_idle_for_so_long(string text, string idle)
    {
        var read = Read(text);
        Assert.Equal(("list", null, idle), (read.Intent?.Name, read.Doubt, read.Slots.Text("idleFor")));
    }

    [Theory]
    [InlineData("open a ticket, the printer is jammed", "the printer is jammed")]
    [InlineData("mach ein Ticket auf, der Drucker klemmt", "der Drucker klemmt")]
    [InlineData("abre un ticket, la impresora no funciona", "la impresora no funciona")]
    public void What_is_wrong_behind_the_comma_is_the_title_of_a_new_ticket(string text, string title)
    {
        var read = Read(text);
        Assert.Equal(("open", null, title), (read.Intent?.Name, read.Doubt, read.Slots.Text("title")));
    }

    [Theory]
    [InlineData("open a ticket, start it")]
    [InlineData("open a ticket, bo takes it")]
    [InlineData("create a ticket, please assign it to bo")]
    [InlineData("open a ticket, escalate 42")]
    [InlineData("open a ticket, but not now")]
    public void An_order_behind_the_comma_is_no_title(string text) => Assert.NotNull(Read(text).Doubt);

    [Theory]
    [InlineData("tell the stakeholders of 42 that the shop is back", "post", "the shop is back")]
    [InlineData("note on 42 that the disk is full", "note", "the disk is full")]
    [InlineData("ask the requester of 42 whether it works", "ask", "whether it works")]
    [InlineData("we decided on 42 to restart the cluster", "decide", "restart the cluster")]
    public void What_stands_behind_that_or_whether_is_the_text(string text, string intent, string told)
    {
        var read = Read(text);
        Assert.Equal((intent, null, told), (read.Intent?.Name, read.Doubt, read.Slots.Text("text")));
    }

    [Theory]
    [InlineData("lower the priority of 42 to P4, only one user", "only one user")]
    [InlineData("setze 42 auf P4, nur ein Nutzer", "nur ein Nutzer")]
    [InlineData("severity of 42 to SEV-3, only the test site is hit", "only the test site is hit")]
    public void Only_before_what_is_counted_or_named_is_no_condition(string text, string reason)
    {
        var read = Read(text);
        Assert.Equal((null, reason), (read.Doubt, read.Slots.Text("reason")));
    }

    [Theory]
    [InlineData("42 is a child of 17", "42", "17", "child")]
    [InlineData("make 17 the parent of 42", "17", "42", "parent")]
    [InlineData("set the parent of 42 to 17", "42", "17", "child")]
    [InlineData("42 has parent 17", "42", "17", "child")]
    [InlineData("link 42 to 17 as its parent", "42", "17", "child")]
    [InlineData("add child 17 to 42", "17", "42", "child")]
    [InlineData("42 ist ein Kind von 17", "42", "17", "child")]
    [InlineData("17 es padre de 42", "17", "42", "parent")]
    public void A_kind_of_link_says_what_the_first_is_to_the_other(string text, string first, string to, string kind)
    {
        var read = Read(text);
        Assert.Null(read.Doubt);
        Assert.Equal(
            (first, to, kind), (read.Slots.Text("ids"), read.Slots.Text("to"), read.Slots.Text("kind")));
    }

    [Theory]
    [InlineData("link 42 to 17 as child")]
    [InlineData("reassign 42 from bo")]
    [InlineData("gib 42 von bo")]
    [InlineData("close 40 to 45")]
    [InlineData("cierra 40 a 45")]
    [InlineData("close 40 - 45")]
    [InlineData("declare 42 over")]
    [InlineData("erkläre 42 zum Notfall")]
    [InlineData("start over with 42")]
    [InlineData("start 42 at 9")]
    [InlineData("i've got 42 problems")]
    [InlineData("what if we escalated 42 to tier 3?")]
    public void What_can_be_meant_in_two_ways_is_asked_back(string text) => Assert.NotNull(Read(text).Doubt);

    [Theory]
    [InlineData("42 is back, reopen it", "reopen", "42 is back")]
    [InlineData("42 has been sitting there, please escalate it", "escalate", "42 has been sitting there")]
    [InlineData("42 ist wieder da, öffne es wieder", "reopen", "42 ist wieder da")]
    [InlineData("el 42 sigue igual, escálalo", "escalate", "el 42 sigue igual")]
    public void What_is_told_before_an_order_is_why_and_of_which_ticket(string text, string intent, string reason)
    {
        var read = Read(text);
        Assert.Equal(
            (intent, null, "42", reason),
            (read.Intent?.Name, read.Doubt, read.Slots.Text("ids"), read.Slots.Text("reason")));
    }

    [Theory]
    [InlineData("bo said 42 is back, reopen it")]
    [InlineData("42 is not back, reopen it")]
    [InlineData("if 42 is back, reopen it")]
    [InlineData("is 42 back? reopen it")]
    [InlineData("42 is back, should we reopen it")]
    [InlineData("42 and 43 are back, reopen it")]
    [InlineData("42 is a P1, escalate it")]
    public void What_is_told_before_an_order_with_a_doubt_is_asked_back(string text) =>
        Assert.NotNull(Read(text).Doubt);
}
