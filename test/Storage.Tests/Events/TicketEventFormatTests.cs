using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Xunit;

namespace Muster.Storage.Tests.Events;

public sealed class TicketEventFormatTests
{
    private static readonly IReadOnlyList<string> Golden =
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.json");

    [Fact]
    public void Every_fact_that_Core_knows_has_a_stored_form_and_an_example_here()
    {
        var known = typeof(TicketEvent).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(TicketEvent)) && !type.IsAbstract)
            .ToHashSet();
        Assert.Equal(known, EveryEvent.Full.Select(fact => fact.GetType()).ToHashSet());
        Assert.Equal(known.Count, TicketEventFormat.Names.Count);
    }

    [Fact]
    public void Every_fact_comes_back_as_it_was_written()
    {
        foreach (var fact in EveryEvent.Full.Concat(EveryEvent.Bare))
        {
            var stored = TicketEventFormat.Write(fact);
            Same(fact, TicketEventFormat.Read(stored.Type, stored.Body, stored.PersonalText));
        }
    }

    [Fact]
    public void Every_form_that_was_shipped_is_still_read_as_it_was_meant()
    {
        Assert.Equal(
            TicketEventFormat.Names.Order(StringComparer.Ordinal),
            Golden.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
        foreach (var fact in EveryEvent.Full)
        {
            var (type, body, personal) = GoldenOf(TicketEventFormat.NameOf(fact));
            Same(fact, TicketEventFormat.Read(type, body, personal));
        }
    }

    [Fact]
    public void What_is_written_today_is_what_was_shipped_to_the_byte()
    {
        foreach (var fact in EveryEvent.Full)
        {
            var stored = TicketEventFormat.Write(fact);
            var (_, body, personal) = GoldenOf(stored.Type);
            Assert.Equal(Encoding.UTF8.GetString(body), Encoding.UTF8.GetString(stored.Body.Span));
            Assert.Equal(Encoding.UTF8.GetString(personal), Encoding.UTF8.GetString(stored.PersonalText.Span));
        }
    }

    [Fact]
    public void What_a_person_is_called_or_wrote_stands_in_the_personal_text_alone()
    {
        string[] personal = ["\"ana\"", "Ana ", "bo\"", "cy\"", "brennt", "line one", "on it", "floor", "fuse", "boss",
            "out of office", "see 17", "waits for", "no printing", "customer\""];
        foreach (var fact in EveryEvent.Full)
        {
            var body = Encoding.UTF8.GetString(TicketEventFormat.Write(fact).Body.Span);
            Assert.DoesNotContain(personal, word => body.Contains(word));
        }
    }

    [Fact]
    public void What_was_said_of_a_declaration_and_of_a_milestone_is_kept_as_personal_text()
    {
        foreach (var fact in (TicketEvent[])[
            new MajorDeclared("SEV-2", null, "the shop is closed") { By = "bo" },
            new MilestoneStated(Milestone.Mitigated, default, null, "the shop is read-only") { By = "bo" }])
        {
            var stored = TicketEventFormat.Write(fact);
            Assert.DoesNotContain("shop", Encoding.UTF8.GetString(stored.Body.Span));
            Same(fact, TicketEventFormat.Read(stored.Type, stored.Body, stored.PersonalText));
        }
    }

    [Fact]
    public void Fields_that_nobody_knows_yet_are_passed_over()
    {
        var fact = TicketEventFormat.Read(
            "ticket.held.v1", """{"reason":"user","colour":"red","more":{"a":[1]}}"""u8.ToArray(), default);
        Same(new TicketHeld("user", null), fact);
    }

    [Fact]
    public void An_unknown_form_is_refused_by_name()
    {
        var thrown = Assert.Throws<UnknownEventException>(
            () => TicketEventFormat.Read("ticket.opened.v2", "{}"u8.ToArray(), default));
        Assert.Contains("ticket.opened.v2", thrown.Message);
    }

    [Fact]
    public void A_damaged_body_is_named()
    {
        Assert.Throws<JsonException>(() => TicketEventFormat.Read("ticket.held.v1", "{}"u8.ToArray(), default));
        Assert.Throws<JsonException>(
            () => TicketEventFormat.Read("ticket.linked.v1", """{"to":"1","kind":"odd"}"""u8.ToArray(), default));
    }

    [Fact]
    public void Each_fact_is_read_without_its_personal_text_once_that_is_erased()
    {
        foreach (var fact in EveryEvent.Full)
        {
            var stored = TicketEventFormat.Write(fact);
            Assert.IsType(fact.GetType(), TicketEventFormat.Read(stored.Type, stored.Body, default));
        }
    }

    [Fact]
    public void A_stand_in_keeps_names_apart_and_says_nothing_else()
    {
        var stored = TicketEventFormat.Write(EveryEvent.Full[0]);
        var standIn = TicketEventFormat.StandIn(stored.PersonalText, name => name == "ana" ? "person 1" : "person 2");
        var fact = Assert.IsType<TicketOpened>(TicketEventFormat.Read(stored.Type, stored.Body, standIn));
        Assert.Equal(("person 1", "person 2", true), (fact.By, fact.Requester!.Name, fact.Requester.Vip));
        Assert.Equal(("[erased]", "[erased]"), (fact.Title, fact.Description));
        Assert.Equal(12, fact.AffectedUsers);
        Assert.True(TicketEventFormat.StandIn(default, name => name).IsEmpty);
    }

    private static (string Type, byte[] Body, byte[] Personal) GoldenOf(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", name + ".json"));
        return (name, Encoding.UTF8.GetBytes(lines[0]), Encoding.UTF8.GetBytes(lines.Length > 1 ? lines[1] : ""));
    }

    // Records compare arrays by reference, so the properties are compared one by one.
    private static void Same(TicketEvent expected, TicketEvent actual)
    {
        Assert.IsType(expected.GetType(), actual);
        foreach (var property in expected.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var (wanted, found) = (property.GetValue(expected), property.GetValue(actual));
            if (wanted is IEnumerable list and not string)
                Assert.Equal(list.Cast<object>(), ((IEnumerable)found!).Cast<object>());
            else
                Assert.Equal(wanted, found);
        }
    }
}
