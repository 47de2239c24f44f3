using System.Text.Json.Nodes;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Engine.Delivery;
using Muster.Support.Slack;
using Xunit;

namespace Muster.Server.Tests.Slack;

/// <summary>The buttons of a major incident's messages.</summary>
public sealed class SlackMajorTests
{
    [Fact]
    public async Task Whoever_was_asked_takes_a_role_by_its_button_whatever_else_they_may_do_here()
    {
        await using var house = await SlackHouse.Start();
        var ticket = await Declared(house);
        await Say(house, ticket, new OfferRole("scribe", "mo")); // in no team: an observer
        var answer = await Press(house, "UMO", MajorValues.AcceptRole, MajorValues.RoleValue(new(ticket), "scribe"));
        Assert.Equal("mo is scribe.", answer);
        Assert.Equal("mo", (await house.Server.House.Desk.Find(ticket))!.State.Major!.HolderOf("scribe"));
    }

    [Fact]
    public async Task A_role_that_was_offered_to_nobody_like_that_is_not_taken_by_an_observer()
    {
        await using var house = await SlackHouse.Start();
        var ticket = await Declared(house);
        var answer = await Press(house, "UMO", MajorValues.AcceptRole, MajorValues.RoleValue(new(ticket), "scribe"));
        Assert.Equal("The role scribe was not offered to mo.", answer);
        Assert.Null((await house.Server.House.Desk.Find(ticket))!.State.Major!.HolderOf("scribe"));
        Assert.Equal(
            "This button names no role.", await Press(house, "UBO", MajorValues.AcceptRole, "INC-1"));
    }

    [Fact]
    public async Task A_second_who_presses_is_told_who_has_the_role()
    {
        await using var house = await SlackHouse.Start();
        var ticket = await Declared(house);
        var value = MajorValues.RoleValue(new(ticket), "commander");
        Assert.Equal("bo is commander.", await Press(house, "UBO", MajorValues.AcceptRole, value));
        Assert.Contains("bo is the commander", await Press(house, "UANA", MajorValues.AcceptRole, value));
    }

    [Fact]
    public async Task A_draft_is_posted_as_it_was_read_and_not_once_more_was_said()
    {
        await using var house = await SlackHouse.Start();
        var ticket = await Declared(house);
        await Say(house, ticket, new NoteOnTimeline("The cause is a release"));
        var old = MajorValues.DraftValue(new(ticket), await Draft(house, ticket));
        await Say(house, ticket, new NoteOnTimeline("It is rolled back"));
        var stale = await Press(house, "UBO", MajorValues.PostDraft, old);
        Assert.StartsWith("There is more to say by now", stale);
        Assert.Contains("It is rolled back.", stale);
        var draft = await Draft(house, ticket);
        var value = MajorValues.DraftValue(new(ticket), draft);
        Assert.Contains("may not post", await Press(house, "UMO", MajorValues.PostDraft, value));
        Assert.Equal("Posted by bo.", await Press(house, "UBO", MajorValues.PostDraft, value));
        Assert.Equal(draft, (await house.Server.House.Desk.Find(ticket))!.State.Major!.LastStatus);
        Assert.Equal(
            "There is nothing new since the last update.", await Press(house, "UBO", MajorValues.PostDraft, value));
    }

    [Fact]
    public async Task Declaring_by_the_interface_asks_people_in_Slack_opens_the_channel_and_every_update_is_there_once()
    {
        await using var house = await SlackHouse.Start(SlackHouse.Policy + """

            majors:
              roles: {commander: ["person:bo"], scribe: ["person:ana"]}
              bridge: {link: "https://meet.example/{ticket}"}
            stakeholders: {all: {to: ["slack:#status"], severities: [SEV-1]}}
            """);
        var status = house.Peer.Workspace.Add("status");
        var declared = await house.Server.Post(
            "/api/v1/majors", """{"title":"Checkout <down>","severity":"SEV-1"}""", house.Server.Admin);
        Assert.Equal(201, declared.Code);
        var ticket = declared.Said("id");
        var offer = await SlackHouse.Until(() => house.Peer.Workspace.Messages.FirstOrDefault(
            message => message.Buttons.Any(button => $"{button["value"]}" == $"{ticket} commander")));
        Assert.Contains("You are asked to take the role *commander*", offer.Text);
        Assert.Equal(200, (await house.Sender.Press("UBO", offer, offer.Buttons[0])).Code);
        Assert.Contains("\"event\":\"role-accepted\",\"role\":\"commander\"", await house.Timeline(ticket));

        var name = $"{ticket.ToLowerInvariant()}-checkout-down";
        var room = await SlackHouse.Until(() => house.Peer.Workspace.Find(name));
        await SlackHouse.Until(() => room.Topic.Contains("commander bo", StringComparison.Ordinal) ? room : null);
        Assert.Contains($"https://meet.example/{ticket}", room.Topic);
        Assert.Equal(["UANA", "UBO", "UBOT00001"], room.Members.Order());
        Assert.Single(room.Pins);
        Assert.Contains($"\"channel\":\"{name}\"", await house.Timeline(ticket));

        await house.Server.Post(
            $"/api/v1/majors/{ticket}/post", """{"text":"We roll back.","phase":"identified"}""", house.Server.Admin);
        foreach (var channel in (string[])[room.Id, status.Id])
            await SlackHouse.Until(() => house.Peer.Workspace.Messages.FirstOrDefault(message =>
                message.Channel == channel && message.Text.Contains("We roll back.", StringComparison.Ordinal)));
        Assert.Equal(2, house.Peer.Workspace.Messages.Count(
            message => message.Text.Contains("We roll back.", StringComparison.Ordinal)));
        Assert.Equal(1, house.Peer.Count("conversations.create"));
    }

    /// <summary>M3: its parallel acts fail each alone.</summary>
    [Fact]
    public async Task While_Slack_answers_nothing_people_are_paged_and_told_and_room_and_status_page_are_there()
    {
        using var receiver = new PageReceiver();
        await using var house = await SlackHouse.Start($$"""
            people:
              ana: {slack: UANA}
              bo: {webhook: "{{receiver.Url}}"}
            paging:
              standard: {steps: [{notify: [person:bo]}], lastResort: [person:bo]}
            teams:
              tier-1: {members: [bo], paging: standard}
            services:
              checkout: {owner: tier-1, critical: true, components: [Checkout]}
            majors:
              roles: {commander: ["person:bo"], scribe: ["person:ana"]}
              bridge: {link: "https://meet.example/{ticket}"}
            stakeholders:
              all: {to: ["webhook:{{receiver.Url}}"], severities: [SEV-1]}
            """, SlackHouse.WithWebhook);
        foreach (var method in (string[])["conversations.create", "conversations.list", "chat.postMessage"])
            house.Peer.SwallowNext(method, times: 20);
        var opened = await house.Server.Post(
            "/api/v1/tickets",
            """{"title":"Complete outage of the checkout","priority":"P1","service":"checkout"}""",
            house.Server.Admin);
        var ticket = opened.Said("id");
        foreach (var kind in (string[])["page", "role", "stakeholder"])
            await SlackHouse.Until(() => receiver.Taken.FirstOrDefault(
                taken => taken.Body.Contains($"\"kind\":\"{kind}\"", StringComparison.Ordinal)).Body);
        Assert.Contains($"https://meet.example/{ticket}", await house.Timeline(ticket));
        Assert.Equal(200, (await house.Server.Get($"/majors/{ticket}", house.Server.Admin)).Code);
        Assert.Contains("Checkout", (await house.Server.Get("/status", null)).Text);
        Assert.Empty(house.Peer.Workspace.Messages);
        Assert.Null(house.Peer.Workspace.Find($"{ticket.ToLowerInvariant()}-complete-outage-of-the-checkout"));
    }

    private static async Task<string> Declared(SlackHouse house)
    {
        var opened = await house.Server.Post(
            "/api/v1/tickets", """{"title":"Checkout down","priority":"P2"}""", house.Server.Admin);
        await Say(house, opened.Said("id"), new DeclareMajor("SEV-1"));
        return opened.Said("id");
    }

    private static async Task Say(SlackHouse house, string ticket, TicketCommand command) =>
        Assert.IsType<Engine.Tickets.TicketAnswer.Done>(await house.Server.House.Say(
            new Engine.Tickets.TicketRequest("test", ticket, command with { By = "ana" })));

    private static async Task<string> Draft(SlackHouse house, string ticket) =>
        MajorNews.Draft((await house.Server.House.Desk.Find(ticket))!.State.Major!)!;

    /// <summary>Presses a button and says what the member then sees.</summary>
    private static async Task<string> Press(SlackHouse house, string member, string action, string value)
    {
        var button = new JsonObject { ["type"] = "button", ["action_id"] = action, ["value"] = value };
        var message = new SlackMessage("#room", "1.1", new JsonObject
        {
            ["text"] = "line",
            ["blocks"] = new JsonArray(new JsonObject
            {
                ["type"] = "section",
                ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = "words" },
            }),
        });
        var before = house.Peer.Calls.Count;
        Assert.Equal(200, (await house.Sender.Press(member, message, button)).Code);
        var shown = await SlackHouse.Until(() => house.Peer.Calls.Skip(before).FirstOrDefault(
            call => call.Method is "chat.update" or "chat.postEphemeral"));
        return $"{shown.Arguments["text"]}";
    }
}
