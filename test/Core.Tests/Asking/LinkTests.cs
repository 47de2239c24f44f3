using Muster.Core.Asking;
using Xunit;

namespace Muster.Core.Tests.Asking;

/// <summary>What one ticket is to the other, said actively and passively, and what goes to no single other.</summary>
public sealed class LinkTests
{
    private static Understanding Read(string text) => Grammar.Read(text, Phrasing.Wednesday);

    [Theory]
    [InlineData("42 wird von 17 blockiert", "blocked-by")]
    [InlineData("42 wird durch 17 blockiert", "blocked-by")]
    [InlineData("42 ist von 17 blockiert", "blocked-by")]
    [InlineData("42 ist durch Ticket 17 blockiert", "blocked-by")]
    [InlineData("42 ist blockiert durch 17", "blocked-by")]
    [InlineData("42 blockiert 17", "blocks")]
    [InlineData("42 wurde von 17 verursacht", "caused-by")]
    [InlineData("42 wurde durch 17 verursacht", "caused-by")]
    [InlineData("42 wird von 17 verursacht", "caused-by")]
    [InlineData("42 es bloqueado por 17", "blocked-by")]
    [InlineData("42 está bloqueado por 17", "blocked-by")]
    [InlineData("42 ha sido bloqueado por 17", "blocked-by")]
    [InlineData("42 bloquea a 17", "blocks")]
    [InlineData("42 fue causado por 17", "caused-by")]
    [InlineData("42 ha sido causado por 17", "caused-by")]
    [InlineData("42 is blocked by 17", "blocked-by")]
    [InlineData("42 is being blocked by 17", "blocked-by")]
    [InlineData("42 has been caused by 17", "caused-by")]
    [InlineData("42 blocks 17", "blocks")]
    public void A_passive_is_the_other_way_round(string text, string kind)
    {
        var read = Read(text);
        Assert.Equal(("link", null), (read.Intent?.Name, read.Doubt));
        Assert.Equal(
            ("42", "17", kind), (read.Slots.Text("ids"), read.Slots.Text("to"), read.Slots.Text("kind")));
    }

    [Theory]
    [InlineData("17 hat 42 verursacht")]
    [InlineData("17 verursacht 42")]
    [InlineData("42 wurde von 17 blockiert")]
    [InlineData("42 was blocked by 17")]
    [InlineData("42 wird von 17 versucht")]
    [InlineData("42 wird von 17 abgelöst")]
    [InlineData("wird 42 von 17 blockiert?")]
    public void What_no_link_says_that_way_round_or_what_is_over_is_asked_back(string text) =>
        Assert.NotNull(Read(text).Doubt);

    [Theory]
    [InlineData("link 42 to 17 and 18")]
    [InlineData("link 42 to 17, 18")]
    [InlineData("verknüpfe 42 mit 17 und 18")]
    [InlineData("enlaza 42 con 17 y 18")]
    [InlineData("unlink 42 from 17 and 18")]
    [InlineData("merge 42 into 17 and 18")]
    public void One_that_goes_to_two_others_is_asked_back(string text) => Assert.NotNull(Read(text).Doubt);

    [Theory]
    [InlineData("link 42 and 43 to 17")]
    [InlineData("link 42, 43 and 44 to 17")]
    [InlineData("merge tickets 42 and 43 into ticket 17")]
    public void Several_that_go_to_one_want_a_yes(string text)
    {
        var read = Read(text);
        Assert.Null(read.Doubt);
        Assert.Equal("17", read.Slots.Text("to"));
        Assert.Equal(Consent.YesFirst, Consents.Of(read.Intent!, read.Slots, true));
    }
}
