using Xunit;

namespace Muster.Engine.Tests;

public sealed class RememberedTests
{
    private const int Most = 10;

    private readonly Remembered<int, string> remembered = new(Most);

    [Fact]
    public void What_was_kept_last_is_there()
    {
        Keep(1, 1_000);

        Assert.All(Enumerable.Range(997, 4), key => Assert.Equal($"{key}", remembered.Get(key)));
    }

    [Fact]
    public void No_more_than_the_bound_is_there()
    {
        Keep(1, 1_000);

        Assert.InRange(Enumerable.Range(1, 1_000).Count(key => remembered.Get(key) is not null), Most / 2 - 1, Most);
    }

    [Fact]
    public void What_is_asked_for_again_and_again_stays()
    {
        remembered.Keep(0, "0");
        for (var key = 1; key < 100; key++)
        {
            Keep(key, 1);
            Assert.Equal("0", remembered.Get(0));
        }
    }

    [Fact]
    public void A_later_value_takes_the_place_of_an_older_one_wherever_that_lay()
    {
        remembered.Keep(0, "old");
        Keep(1, Most / 2);
        remembered.Keep(0, "new");

        Assert.Equal("new", remembered.Get(0));
    }

    [Fact]
    public void What_was_forgotten_is_gone_wherever_it_lay()
    {
        remembered.Keep(0, "0");
        Keep(1, Most / 2);
        remembered.Forget(0);
        remembered.Forget(1);

        Assert.Null(remembered.Get(0));
        Assert.Null(remembered.Get(1));
    }

    private void Keep(int first, int count)
    {
        foreach (var key in Enumerable.Range(first, count))
            remembered.Keep(key, $"{key}");
    }
}
