import Testing

@testable import Reporting

@Suite struct PageTests {
    private let page = Page(
        name: "5-things", title: "§5 Things <of> a kind",
        blocks: [
            .heading(2, [.text("thing.one_two")], anchor: "thing.one_two"),
            .paragraph([Page.Inline](markup: "A `Stream-Closed` *value* of `*` is <ignored>.")),
            .list([[.strong("one")], [.page("README", anchor: nil, .text("all"))]]),
            .table(
                [[.text("id")], [.text("count")], [.text("why")]],
                rows: [[[.place("thing.one_two", .code("a|b"))], [.text("12")], [.link("here", url: "http://x/?a&b")]]]),
            .code("```\n<b>", language: "http"),
        ])

    @Test func markdown() {
        #expect(
            MarkdownPage.text(of: page) == """
                \(MarkdownPage.mark)

                # §5 Things \\<of\\> a kind

                <a id="thing.one_two"></a>

                ## thing.one\\_two

                A `Stream-Closed` \\*value\\* of `*` is \\<ignored\\>.

                - **one**
                - [all](README.md)

                | id | count | why |
                | --- | ---: | --- |
                | [`a\\|b`](#thing.one_two) | 12 | [here](http://x/?a&b) |

                ````http
                ```
                <b>
                ````

                """)
    }

    @Test func html() {
        let text = HTMLPage.text(of: page)
        for part in [
            "<title>§5 Things &lt;of&gt; a kind</title>", "<h2 id=\"thing.one_two\">thing.one_two</h2>",
            "<p>A <code>Stream-Closed</code> *value* of <code>*</code> is &lt;ignored&gt;.</p>",
            "<li><a href=\"index.html\">all</a></li>",
            "<td><a href=\"#thing.one_two\"><code>a|b</code></a></td><td class=\"n\">12</td>",
            "<a href=\"http://x/?a&amp;b\">here</a>", "<pre>```\n&lt;b&gt;</pre>",
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test func generatedFilesAreTold() {
        #expect(MarkdownPage.isGenerated(MarkdownPage.text(of: page)))
        #expect(HTMLPage.isGenerated(HTMLPage.text(of: page)))
        #expect(!MarkdownPage.isGenerated("# By hand\n\nThe mark is \(MarkdownPage.mark)"))
        #expect(!MarkdownPage.isGenerated(""))
    }
}
