import Head from "next/head";

export default function Page({ title, html = "" }) {
  return (
    <>
      <Head>
        <title>{title}</title>
      </Head>
      <main>
        <h1>{title}</h1>
        <div dangerouslySetInnerHTML={{ __html: html }} />
      </main>
    </>
  );
}
