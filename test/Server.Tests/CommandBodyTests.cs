using System.Text;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Files.Policies;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The body of a POST as a command.</summary>
public sealed class CommandBodyTests
{
    [Fact]
    public void A_body_makes_the_command_that_its_replay_line_makes()
    {
        var body = Parse("hold", """{"reason":"vendor","until":"2030-01-01T00:00:00Z","by":"bo"}""");
        var line = new LineParser(PolicyReader.Shipped).Parse("""
            {"at":"2025-10-20T09:00:00Z","do":"hold","ticket":"A1","reason":"vendor",
             "until":"2030-01-01T00:00:00Z","by":"bo"}
            """u8);
        Assert.Equal(line.Command, body.Command);
    }

    [Fact]
    public void Every_verb_takes_a_body() => Assert.All(Verbs.All, verb =>
    {
        var body = Parse(verb, """
            {"by":"bo","text":"x","code":"c","reason":"user","priority":"P1","until":"2030-01-01T00:00:00Z","to":"x",
             "tags":{},"severity":"SEV-1","link":"l","role":"scribe","milestone":"started","confirmedBy":"bo",
             "kind":"well"}
            """);
        Assert.DoesNotContain(body.Faults, fault => fault.Text.Contains("needs", StringComparison.Ordinal));
    });

    [Fact]
    public void The_digest_is_of_what_is_said_and_not_of_how_it_is_written()
    {
        var one = Parse("resolve", """{"code":"fixed","text":"done","key":"a"}""");
        Assert.Equal(one.Digest, Parse("resolve", """{ "text":"done", "code":"fixed", "key":"b" }""").Digest);
        Assert.NotEqual(one.Digest, Parse("resolve", """{"code":"fixed","text":"gone"}""").Digest);
        Assert.NotEqual(one.Digest, Parse("close", """{"code":"fixed","text":"done"}""").Digest);
        Assert.NotEqual(one.Digest, Parse("resolve", """{"code":"fixed","text":"done"}""", "A2").Digest);
    }

    [Fact]
    public void An_unknown_field_hints_at_the_one_that_was_meant()
    {
        var fault = Assert.Single(Parse("open", """{"titel":"x"}""").Faults);
        Assert.Equal("titel is no field of open; did you mean title?", fault.Text);
    }

    [Fact]
    public void A_field_that_cannot_be_read_is_not_missed_as_well()
    {
        var fault = Assert.Single(Parse("resolve", """{"code":5}""").Faults);
        Assert.Equal(("code", "code must be a text"), (fault.Field, fault.Text));
    }

    [Fact]
    public void Faults_have_a_bound()
    {
        var many = string.Join(',', Enumerable.Range(0, 1_000).Select(number => $"\"x{number}\":1"));
        Assert.Equal(20, Parse("open", $"{{{many}}}").Faults.Length);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("{\"text\":\"\\ud800\"}")]
    [InlineData("{\"title\":")]
    public void What_is_no_object_is_unreadable(string body) => Assert.NotNull(Parse("open", body).Unreadable);

    [Fact]
    public void A_replay_line_of_a_ticket_takes_no_happenedAt()
    {
        var line = new LineParser(PolicyReader.Shipped).Parse(
            """{"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A1","happenedAt":"2025-10-20T09:00:00Z"}"""u8);
        Assert.Contains("open takes no happenedAt", line.Fault!.Text);
    }

    private static CommandBody Parse(string verb, string body, string ticket = "A1") =>
        CommandBody.Parse(verb, ticket, Encoding.UTF8.GetBytes(body), PolicyReader.Shipped);
}
